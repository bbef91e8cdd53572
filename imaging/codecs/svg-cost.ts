/**
 * What an SVG asks the renderer to draw, told from its text in one pass, before the renderer sees it. A document of two kilobytes
 * can ask for more than a day's work: elements that use others twice, which use others twice (`use`, masks, clip paths, patterns,
 * markers), filters of endless noise, or so many attributes on one element that comparing their names takes minutes.
 *
 * Terms: the *weight* of an element is how many elements are drawn for it. It is an upper bound: what is written is counted, drawn
 * or not. Style sheets count through the classes they name, and through every element where they name none.
 */

/** Elements drawn in all. */
const MAX_WEIGHT = 400_000;
const MAX_ATTRIBUTES = 1000;
const MAX_DEPTH = 1000;
const MAX_OCTAVES = 12;
/** A step of a filter, against an element: it works through every pixel of what it is for. */
const STEP_WEIGHT = 100;
/** What a mask, a clip path or a filter adds: a layer of its own, of many pixels. */
const LAYER_WEIGHT = 50;
const LAYERS = /mask|clip-path|filter/;

const NAME = /[^\s/>=]+/y;
const SPACES = /\s*/y;
/** Colours, not drawings: made once, whoever refers to them. */
const PAINTS = new Set(['linearGradient', 'radialGradient', 'solidColor']);
/** References that draw what they name. The others (`a`, gradients after one another) only lead there. */
const DRAWING_HREFS = new Set(['use', 'pattern', 'feImage', 'textPath', 'tref']);

interface Node {
  own: number;
  readonly children: Node[];
  /** What it draws beside its children: names of other nodes, and how often. */
  readonly refers: { readonly to: string; readonly times: number }[];
  weight: number | null;
}

class TooMuch extends Error {}

const nodeOf = (own: number): Node => ({ own, children: [], refers: [], weight: null });

/** Why the document is not to be drawn, in words for developers; null where nothing speaks against it. */
export function findExcess(text: string): string | null {
  try {
    const weight = weigh(read(text));
    return weight > MAX_WEIGHT ? `it draws more than ${MAX_WEIGHT} elements` : null;
  } catch (error) {
    if (error instanceof TooMuch) return error.message;
    throw error;
  }
}

interface Document {
  readonly root: Node;
  /** By `#id`, by `.class`, and `*` for what style sheets say of elements of any class. */
  readonly named: ReadonlyMap<string, Node>;
}

function read(text: string): Document {
  const root = nodeOf(0);
  const named = new Map<string, Node>([['*', nodeOf(0)]]);
  const stack = [{ node: root, name: '' }];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const { node: parent, name: parentName } = stack.at(-1) ?? { node: root, name: '' };
    const after = (mark: string, from: number): number => {
      const found = text.indexOf(mark, from);
      return found < 0 ? text.length : found + mark.length;
    };
    if (text.startsWith('<!--', at)) at = after('-->', at + 4);
    else if (text.startsWith('<![CDATA[', at)) {
      const end = after(']]>', at + 9);
      if (parentName === 'style') readStyles(text.slice(at + 9, end - 3), named);
      at = end;
    } else if (text.startsWith('<?', at)) at = after('?>', at + 2);
    else if (text.startsWith('<!', at)) at = afterDoctype(text, at);
    else if (text.startsWith('</', at)) {
      if (stack.length > 1) stack.pop();
      at = after('>', at + 2);
    } else {
      const tag = readTag(text, at + 1, named);
      parent.children.push(tag.node);
      if (!tag.isEmpty && stack.push({ node: tag.node, name: tag.name }) > MAX_DEPTH) {
        throw new TooMuch(`its elements stand ${MAX_DEPTH} deep in one another`);
      }
      at = tag.end;
      const next = text.indexOf('<', at);
      if (tag.name === 'style' && !tag.isEmpty && next > at) readStyles(text.slice(at, next), named);
    }
  }
  return { root, named };
}

/** Entities may stand for addresses, as drawing programs write them, but not for markup that nobody counted. */
function afterDoctype(text: string, at: number): number {
  const subset = text.indexOf('[', at);
  const close = text.indexOf('>', at);
  if (subset < 0 || close < subset) return close < 0 ? text.length : close + 1;
  const end = text.indexOf(']', subset);
  if (end < 0) return text.length;
  const declared = text.slice(subset, end).replace(/<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION|--)/g, '');
  if (/<|&#/.test(declared)) throw new TooMuch('its entities stand for markup');
  const last = text.indexOf('>', end);
  return last < 0 ? text.length : last + 1;
}

function readTag(text: string, start: number, named: Map<string, Node>) {
  const word = (): string => {
    NAME.lastIndex = at;
    const found = NAME.exec(text)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const skipSpaces = (): void => {
    SPACES.lastIndex = at;
    SPACES.exec(text);
    at = SPACES.lastIndex;
  };
  let at = start;
  const name = localName(word());
  const isPaint = PAINTS.has(name);
  const node = nodeOf(isPaint ? 0 : name.startsWith('fe') ? STEP_WEIGHT : 1);
  node.refers.push({ to: '*', times: 1 });
  let vertices = 1;
  const markers: string[] = [];
  for (let count = 0; ; count++) {
    if (count > MAX_ATTRIBUTES) throw new TooMuch(`an element has more than ${MAX_ATTRIBUTES} attributes`);
    skipSpaces();
    if (at >= text.length || text[at] === '>') break;
    const whole = word();
    const attribute = whole.startsWith('xmlns') ? 'xmlns' : localName(whole);
    if (attribute === '') {
      at++;
      continue;
    }
    skipSpaces();
    if (text[at] !== '=') continue;
    at++;
    skipSpaces();
    const quote = text[at];
    if (quote !== '"' && quote !== "'") continue;
    const end = text.indexOf(quote, at + 1);
    const value = decoded(text.slice(at + 1, end < 0 ? undefined : end), attribute);
    at = end < 0 ? text.length : end + 1;
    if (attribute === 'id' && !isPaint) named.set(`#${value}`, node);
    else if (attribute === 'class') {
      for (const one of value.split(/\s+/)) if (one !== '') node.refers.push({ to: `.${one}`, times: 1 });
    } else if (attribute === 'numOctaves' && !(Number(value) <= MAX_OCTAVES)) {
      throw new TooMuch(`its noise has more than ${MAX_OCTAVES} octaves`);
    } else if (attribute === 'href' && DRAWING_HREFS.has(name)) {
      node.refers.push({ to: value.trim(), times: 1 });
    } else if (attribute === 'href' && /^\s*data:(?!image\/(?:png|jpe?g|gif|webp)[;,])/i.test(value)) {
      throw new TooMuch('it holds another document');
    } else if (attribute === 'd' || attribute === 'points') vertices = Math.max(1, value.length / 2);
    else if (value.includes('url(')) {
      if (LAYERS.test(attribute) || LAYERS.test(value)) node.own += LAYER_WEIGHT;
      if (attribute.startsWith('marker') || value.includes('marker')) markers.push(...urlsOf(value));
      else for (const to of urlsOf(value)) node.refers.push({ to, times: 1 });
    }
  }
  for (const to of markers) node.refers.push({ to, times: vertices });
  return { node, name, isEmpty: text[at - 1] === '/', end: Math.min(at + 1, text.length) };
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * A value as the renderer reads it. Entities of the document are left to where drawing programs write them, in the names of
 * namespaces and extensions: elsewhere they could hide a reference.
 */
function decoded(value: string, attribute: string): string {
  if (!value.includes('&')) return value;
  const plain = value
    .replace(/&#(?:x([0-9a-f]{1,5})|(\d{1,6}));/gi, (_, hex?: string, decimal?: string) =>
      String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    )
    .replace(/&(?:quot|apos|amp|lt|gt);/g, ' ');
  if (plain.includes('&') && !/^(?:xmlns|requiredExtensions)/.test(attribute)) {
    throw new TooMuch('its entities stand for parts of it');
  }
  return plain;
}

/** `#id` of every `url(#id)`, in quotes or not. */
function urlsOf(value: string): string[] {
  return value
    .split('url(')
    .slice(1)
    .map((rest) => (rest.split(')', 1)[0] ?? '').replace(/["'\s]/g, ''));
}

function readStyles(css: string, named: Map<string, Node>): void {
  for (const rule of decoded(css, 'style').split('}')) {
    const open = rule.indexOf('{');
    const [selector, body] = [rule.slice(0, open), rule.slice(open + 1)];
    if (open < 0 || !body.includes('url(')) continue;
    const classes = selector
      .split('.')
      .slice(1)
      .map((rest) => `.${/^[\w-]*/.exec(rest)?.[0] ?? ''}`);
    // A marker of a style sheet is on each point of a path whose length is not known here.
    const times = body.includes('marker') ? STEP_WEIGHT : 1;
    for (const one of classes.length > 0 ? classes : ['*']) {
      const node = named.get(one) ?? nodeOf(0);
      named.set(one, node);
      if (LAYERS.test(body)) node.own += LAYER_WEIGHT;
      for (const to of urlsOf(body)) node.refers.push({ to, times });
    }
  }
}

/** Weight of the whole, each node worked out once and after what it needs; a node that needs itself is not drawn by itself. */
function weigh({ root, named }: Document): number {
  const open = new Set<Node>();
  const stack = [root];
  for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
    if (node.weight !== null) stack.pop();
    else if (open.has(node)) {
      stack.pop();
      open.delete(node);
      let weight = node.own;
      for (const child of node.children) weight += child.weight ?? 0;
      for (const { to, times } of node.refers) weight += (named.get(to)?.weight ?? 0) * times;
      node.weight = Math.min(weight, MAX_WEIGHT + 1);
    } else {
      open.add(node);
      for (const child of node.children) if (!open.has(child)) stack.push(child);
      for (const { to } of node.refers) {
        const target = named.get(to);
        if (target !== undefined && target.weight === null && !open.has(target)) stack.push(target);
      }
    }
  }
  return root.weight ?? 0;
}
