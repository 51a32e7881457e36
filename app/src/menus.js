(() => {
  const folding = 'details.menu, details.formula';
  const close = (keep) => document.querySelectorAll(folding).forEach((open) => { if (open !== keep) open.open = false; });
  addEventListener('click', ({ target }) => close(target.closest?.(folding)));
  addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || document.querySelector('dialog[open]')) return;
    const open = [...document.querySelectorAll(folding)].find((one) => one.open);
    if (open?.contains(document.activeElement)) open.querySelector('summary').focus();
    close();
  });
  // An empty field says nothing, so it does not stand in the address.
  addEventListener('formdata', ({ target, formData }) => {
    if (target.method !== 'get') return;
    for (const name of new Set(formData.keys())) {
      if (formData.getAll(name).every((value) => value === '')) formData.delete(name);
    }
  });
  for (const toast of document.querySelectorAll('.toast')) {
    let timer;
    const leave = () => { clearTimeout(timer); timer = setTimeout(() => toast.remove(), 8000); };
    const stay = () => clearTimeout(timer);
    toast.tabIndex = 0;
    toast.addEventListener('pointerenter', stay);
    toast.addEventListener('pointerleave', leave);
    toast.addEventListener('focus', stay);
    toast.addEventListener('blur', leave);
    leave();
  }
})();
