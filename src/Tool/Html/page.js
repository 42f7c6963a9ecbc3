'use strict';
for (const figure of document.querySelectorAll('figure.picture')) {
  const svg = figure.querySelector('svg');
  const home = svg.getAttribute('viewBox').split(' ').map(Number);
  let view = [...home];
  const show = () => svg.setAttribute('viewBox', view.join(' '));
  // The place of the pointer in the picture's own units.
  const place = event => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  const zoom = (factor, x, y) => {
    view = [x - (x - view[0]) * factor, y - (y - view[1]) * factor, view[2] * factor, view[3] * factor];
    show();
  };
  svg.addEventListener('wheel', event => {
    event.preventDefault();
    const at = place(event);
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, at.x, at.y);
  }, { passive: false });
  let held = null;
  svg.addEventListener('pointerdown', event => {
    held = place(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener('pointermove', event => {
    if (held) {
      const at = place(event);
      view[0] += held.x - at.x;
      view[1] += held.y - at.y;
      show();
    }
  });
  svg.addEventListener('pointerup', () => { held = null; });
  for (const button of figure.querySelectorAll('button')) {
    button.addEventListener('click', () => {
      const factor = Number(button.dataset.zoom);
      if (factor === 0) {
        view = [...home];
        show();
      } else {
        zoom(factor, view[0] + view[2] / 2, view[1] + view[3] / 2);
      }
    });
  }
}
document.documentElement.dataset.ready = 'true';
