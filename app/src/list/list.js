(() => {
  const list = document.currentScript.closest('.list');
  const page = list.querySelector('[data-choose-page]');
  const boxes = [...list.querySelectorAll('tbody .check input')];
  if (page) {
    page.hidden = false;
    page.onchange = () => boxes.forEach((box) => { box.checked = page.checked; });
    list.addEventListener('change', () => {
      const ticked = boxes.filter((box) => box.checked).length;
      page.checked = ticked > 0 && ticked === boxes.length;
      page.indeterminate = ticked > 0 && ticked < boxes.length;
    });
  }
  // A press anywhere in a row opens it; with Ctrl, Shift or the middle button beside this page.
  const open = (event) => {
    const { target, button } = event;
    if (target.closest('a, button, input, label, summary, form, [popover]') || getSelection().toString()) return;
    const link = target.closest('tr')?.querySelector('th a');
    if (!link) return;
    if (button === 1 || event.ctrlKey || event.metaKey || event.shiftKey) window.open(link.href, '_blank', 'noopener');
    else link.click();
  };
  const rows = list.querySelector('tbody');
  rows.addEventListener('click', open);
  rows.addEventListener('auxclick', (event) => { if (event.button === 1) open(event); });
  const copy = list.querySelector('[data-copy-chosen]');
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    const word = copy.textContent;
    copy.onclick = async () => {
      const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
      await navigator.clipboard.writeText(chosen.join('\n'));
      copy.textContent = copy.dataset.copyChosen.replaceAll(/\{n(\|([^|}]*)\|([^}]*))?\}/g,
        (_, words, one, many) => (words ? (chosen.length === 1 ? one : many) : chosen.length));
      setTimeout(() => { copy.textContent = word; }, 3000);
    };
  }
  const full = list.querySelector('[data-full-screen]');
  if (full && list.requestFullscreen) {
    full.hidden = false;
    full.onclick = () => (document.fullscreenElement ? document.exitFullscreen() : list.requestFullscreen());
  }
})();
