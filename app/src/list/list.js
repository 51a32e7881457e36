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
  list.querySelector('tbody').addEventListener('click', ({ target }) => {
    if (target.closest('a, button, input, label, summary, form, [popover]') || getSelection().toString()) return;
    target.closest('tr')?.querySelector('th a')?.click();
  });
  const full = list.querySelector('[data-full-screen]');
  if (full && list.requestFullscreen) {
    full.hidden = false;
    full.onclick = () => (document.fullscreenElement ? document.exitFullscreen() : list.requestFullscreen());
  }
})();
