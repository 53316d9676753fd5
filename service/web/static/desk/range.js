// A range of scores by dragging over the histogram; the two fields below it say the same, for keys.

export class Range {
  #chart;
  #from;
  #to;
  #start = null;

  constructor(chart, from, to) {
    this.#chart = chart;
    this.#from = from;
    this.#to = to;
    chart.classList.add("draggable");
    chart.addEventListener("pointerdown", (event) => this.#begin(event));
    chart.addEventListener("pointermove", (event) => this.#start !== null && this.#mark(this.#share(event)));
    chart.addEventListener("pointerup", (event) => this.#end(event));
    chart.addEventListener("pointercancel", () => { this.#start = null; });
    for (const field of [from, to]) field.addEventListener("input", () => this.#draw());
    this.#draw();
  }

  #begin(event) {
    event.preventDefault();
    this.#chart.setPointerCapture(event.pointerId);
    this.#start = this.#share(event);
    this.#mark(this.#start);
  }

  #end(event) {
    if (this.#start === null) return;
    this.#mark(this.#share(event));
    this.#start = null;
    this.#from.form.requestSubmit();
  }

  // Where on the chart, in whole twentieths of 100.
  #share(event) {
    const box = this.#chart.getBoundingClientRect();
    return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * 100;
  }

  #mark(end) {
    this.#from.value = Math.floor(Math.min(this.#start, end) / 5) * 5;
    this.#to.value = Math.min(Math.ceil(Math.max(this.#start, end, 1) / 5) * 5, 100);
    this.#draw();
  }

  #draw() {
    const from = Number(this.#from.value || 0);
    const to = Number(this.#to.value || 100);
    const band = this.#chart.querySelector(".histogram-range");
    const all = this.#from.value === "" && this.#to.value === "";
    band.setAttribute("x", `${from}%`);
    band.setAttribute("width", all ? "0" : `${Math.max(to - from, 0)}%`);
  }
}
