(() => {
  let changed = false;
  addEventListener('input', ({ target }) => {
    changed ||= Boolean(target.form?.matches('form.form[method="post"]:not(.menu-body *)'));
  });
  addEventListener('submit', () => { changed = false; });
  addEventListener('beforeunload', (event) => { if (changed) event.preventDefault(); });
})();
