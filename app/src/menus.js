(() => {
  const folding = 'details.menu, details.formula, details.more';
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
  // This stands in the head: what the page says is not there yet.
  addEventListener('DOMContentLoaded', () => {
    // A long list of choices is narrowed by typing; what is ticked stays in sight.
    const folded = (text) => text.normalize('NFKC').toLowerCase();
    for (const field of document.querySelectorAll('[data-narrows]')) {
      field.hidden = false;
      field.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
      field.addEventListener('input', () => {
        const words = folded(field.value).split(/\s+/);
        for (const choice of field.nextElementSibling.children) {
          const text = folded(choice.textContent);
          choice.hidden = !choice.querySelector('input').checked && !words.every((word) => text.includes(word));
        }
      });
    }
    // What stands before the button goes to the clipboard, where the browser lets a page do so.
    for (const button of document.querySelectorAll('[data-copy]')) {
      if (!navigator.clipboard) break;
      button.hidden = false;
      const word = button.textContent;
      button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(button.previousElementSibling.textContent);
        button.textContent = button.dataset.copy;
        setTimeout(() => { button.textContent = word; }, 3000);
      });
    }
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
  });
})();
