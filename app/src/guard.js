(() => {
  let changed = false;
  addEventListener('input', ({ target }) => {
    changed ||= Boolean(target.form?.matches('form.form[method="post"]:not(.menu-body *, leptos-island *)'));
  });
  addEventListener('submit', () => { changed = false; });
  addEventListener('beforeunload', (event) => { if (changed) event.preventDefault(); });
})();
