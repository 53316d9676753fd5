// Draws the charts from the table of numbers; without this script the table stands alone.

const page = document.querySelector(".insights");
const hourly = page.dataset.step === "hour";
const rows = [...document.querySelectorAll("tr[data-at]")];
const times = rows.map((row) => Number(row.dataset.at) / 1000);
const column = (index) => rows.map((row) => Number(row.cells[index].textContent));
const shade = (name) => getComputedStyle(document.body).getPropertyValue(`--${name}`).trim();

const exact = new Intl.DateTimeFormat(undefined, hourly
  ? { dateStyle: "medium", timeStyle: "short" }
  : { dateStyle: "medium", timeZone: "UTC" });

// Days are those of UTC, hours those of the reader.
const tzDate = hourly ? undefined : (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC");

for (const row of hourly ? rows : []) row.cells[0].textContent = exact.format(Number(row.dataset.at));

function told(names, columns) {
  return (index) => index == null ? "" : [exact.format(times[index] * 1000),
    ...names.map((name, place) => `${name} ${columns[place][index]}`)].join(" · ");
}

// Stacked bars: each stands in front of the sum of those below it.
function decided() {
  const [approved, pending, rejected] = [1, 2, 3].map(column);
  const bars = uPlot.paths.bars({ size: [0.85, 40] });
  const drawn = (color) => ({ paths: bars, fill: shade(color), stroke: shade(color), width: 0, points: { show: false } });
  return {
    data: [times, approved.map((n, i) => n + pending[i] + rejected[i]), pending.map((n, i) => n + rejected[i]), rejected],
    series: [drawn("good"), drawn("wait"), drawn("bad")],
    tell: told(["published", "to a moderator", "refused"], [approved, pending, rejected]),
  };
}

function queue() {
  const open = column(4);
  return {
    data: [times, open],
    series: [{ stroke: shade("accent"), width: 2, points: { show: false } }],
    tell: told(["open"], [open]),
  };
}

const charts = { decided, queue };

function draw(box) {
  const { data, series, tell } = charts[box.dataset.chart]();
  const readout = document.querySelector(`[data-for="${box.dataset.chart}"]`);
  const axis = { stroke: shade("soft"), grid: { stroke: shade("line"), width: 1 }, ticks: { stroke: shade("line"), width: 1 } };
  const whole = (_, values) => values.map((value) => (Number.isInteger(value) ? value : ""));
  box.replaceChildren();
  return new uPlot({
    width: box.clientWidth,
    height: box.clientHeight,
    tzDate,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] } },
    axes: [axis, { ...axis, values: whole, size: 45 }],
    series: [{}, ...series],
    hooks: { setCursor: [(chart) => { readout.textContent = tell(chart.cursor.idx); }] },
  }, data, box);
}

for (const box of rows.length ? document.querySelectorAll("[data-chart]") : []) {
  box.hidden = false;
  let chart = draw(box);
  new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height: box.clientHeight })).observe(box);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { chart.destroy(); chart = draw(box); });
}
