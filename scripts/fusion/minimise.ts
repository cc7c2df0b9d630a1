/** A smooth function at a point: its value and its gradient. */
export interface Sloped {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Number of past steps from which the curvature is estimated. */
const memory = 8;
const mostSteps = 300;
/** The search ends when the steepest slope, or the gain of a step, is smaller. */
const flat = 1e-6;
const littleGain = 1e-10;
/** A step that gains less than this share of what the slope promises (Armijo's rule) is halved. */
const leastGain = 1e-4;
const mostHalvings = 40;

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly curvature: number;
}

/** Minimises a convex function by L-BFGS (Nocedal 1980) from a starting point. */
export function minimise(f: (point: Float64Array) => Sloped, start: Float64Array): Float64Array {
  let point = start;
  let here = f(point);
  const steps: Step[] = [];
  for (let count = 0; count < mostSteps && steepest(here.gradient) > flat; count++) {
    const direction = downhill(here.gradient, steps);
    const next = walk(f, point, here, direction);
    if (!next) break;
    const moved = next.point.map((value, i) => value - (point[i] ?? 0));
    const turned = next.there.gradient.map((value, i) => value - (here.gradient[i] ?? 0));
    const curvature = dot(moved, turned);
    if (curvature > 0) steps.push({ moved, turned, curvature });
    if (steps.length > memory) steps.shift();
    const gained = here.value - next.there.value;
    point = next.point;
    here = next.there;
    if (gained < littleGain * Math.max(1, Math.abs(here.value))) break;
  }
  return point;
}

/** The descent direction: the negative gradient, corrected by the last steps (the "two-loop recursion"). */
function downhill(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const shares: number[] = [];
  for (const { moved, turned, curvature } of steps.toReversed()) {
    const share = dot(moved, direction) / curvature;
    shares.push(share);
    add(direction, turned, -share);
  }
  const last = steps.at(-1);
  if (last) {
    const scale = last.curvature / dot(last.turned, last.turned);
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] ?? 0) * scale;
  }
  for (const { moved, turned, curvature } of steps) {
    add(direction, moved, (shares.pop() ?? 0) - dot(turned, direction) / curvature);
  }
  return direction;
}

function walk(f: (point: Float64Array) => Sloped, from: Float64Array, here: Sloped, direction: Float64Array) {
  const slope = dot(here.gradient, direction);
  if (slope >= 0) return null;
  let length = 1;
  for (let halving = 0; halving < mostHalvings; halving++) {
    const point = from.map((value, i) => value + length * (direction[i] ?? 0));
    const there = f(point);
    if (there.value <= here.value + leastGain * length * slope) return { point, there };
    length /= 2;
  }
  return null;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function add(to: Float64Array, other: Float64Array, share: number): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] ?? 0) + share * (other[i] ?? 0);
}

const steepest = (gradient: Float64Array): number =>
  gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
