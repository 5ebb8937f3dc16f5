// Draws a curve with uPlot. A file of its own, so that it is fetched only where a curve is shown.

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Plotted } from './curve';

export interface Words {
  clock: (ms: number) => string;
  figure: (value: number) => string;
}

const HEIGHT_PX = 150;
const DASHES: Record<string, number[]> = { Minor: [2, 3], Moderate: [2, 3], Severe: [6, 4], Extreme: [] };

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Puts a curve into an element. `colour` reads the tokens anew, `fit` takes the width of the element. */
export function plot(frame: HTMLElement, first: Plotted, words: Words) {
  let now = first;
  let chart = draw();

  function draw(): uPlot {
    const axis = { stroke: token('--ink-3'), grid: { stroke: token('--hair'), width: 1 }, ticks: { show: false }, font: `12px ${token('--sans') || 'sans-serif'}` };
    return new uPlot({
      width: Math.max(frame.clientWidth, 120),
      height: HEIGHT_PX,
      cursor: { show: false },
      legend: { show: false },
      padding: [8, 8, 0, 0],
      scales: { y: { range: (_, low, high) => range(low, high) } },
      axes: [
        { ...axis, size: 24, values: (_, ticks) => ticks.map((at) => words.clock(at * 1000)) },
        { ...axis, size: 36, values: (_, ticks) => ticks.map(words.figure) },
      ],
      series: [
        {},
        { stroke: token('--map-flood'), width: 2, points: { show: false } },
        { stroke: token('--map-flood'), width: 2, dash: [3, 4], points: { show: false } },
      ],
      hooks: { draw: [lines] },
    }, now.columns, frame);
  }

  function range(low: number | null, high: number | null): [number, number] {
    const near = now.thresholds.map((each) => each.value).filter((value) => high !== null && value <= high * 1.3 + 0.2);
    const all = [low ?? 0, high ?? 1, ...near];
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const room = Math.max((most - least) * 0.08, 0.05);
    return [least - room, most + room];
  }

  function lines(chart: uPlot): void {
    const { ctx, bbox } = chart;
    ctx.save();
    for (const each of now.thresholds) {
      const y = Math.round(chart.valToPos(each.value, 'y', true));
      if (y < bbox.top || y > bbox.top + bbox.height) continue;
      ctx.strokeStyle = token(`--${each.severity.toLowerCase()}`) || token('--ink-3');
      ctx.lineWidth = 1.5 * devicePixelRatio;
      ctx.setLineDash((DASHES[each.severity] ?? []).map((length) => length * devicePixelRatio));
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    ctx.restore();
  }

  return {
    show(next: Plotted) { now = next; chart.setData(next.columns); },
    fit() { chart.setSize({ width: Math.max(frame.clientWidth, 120), height: HEIGHT_PX }); },
    colour() { chart.destroy(); chart = draw(); },
    gone() { chart.destroy(); },
  };
}
