/** SVG that asks for more than it looks: refused before the renderer sees it, from one pass over the text. */
import { describe, expect, it } from 'vitest';
import { findExcess } from '../../../imaging/codecs/svg-cost.ts';

const svg = (body: string, before = '') =>
  `${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">${body}</svg>`;
const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join('');
/** Each is drawn twice in the next one. */
const doubled = (levels: number, href: string) =>
  `<rect id="u0"/>${times(levels, (i) => `<g id="u${i + 1}">${`<use ${href}="#u${i}"/>`.repeat(2)}</g>`)}`;
const chained = (levels: number, tag: string, refer: (to: string) => string) =>
  `${times(levels, (i) => `<${tag} id="m${i}">${`<rect ${refer(`m${i + 1}`)}/>`.repeat(2)}</${tag}>`)}<rect ${refer('m0')}/>`;

describe('what an SVG asks for', () => {
  it.each([
    ['elements', svg('<g opacity=".5"><rect/></g>'.repeat(10_000))],
    [
      'a symbol used often',
      svg(`<symbol id="s">${'<path d="M0 0"/>'.repeat(20)}</symbol>${'<use href="#s"/>'.repeat(2000)}`),
    ],
    ['a few levels of use', svg(doubled(10, 'xlink:href'))],
    [
      'a gradient on everything',
      svg(
        `<style>.a{fill:url(#g)}</style><linearGradient id="g">${'<stop/>'.repeat(20)}</linearGradient>${'<rect class="a"/>'.repeat(20_000)}`,
      ),
    ],
    [
      'clip paths of a drawing program',
      svg(
        `<style>.a{clip-path:url(#c)}</style><clipPath id="c"><rect/></clipPath>${'<g class="a b"><rect/></g>'.repeat(2000)}`,
      ),
    ],
    [
      'shadows',
      svg(
        `<filter id="f"><feOffset/><feGaussianBlur/><feMerge/></filter>${'<rect filter="url(#f)"/>'.repeat(500)}`,
      ),
    ],
    ['something that uses itself', svg('<g id="x"><use href="#x"/><use href="#x"/></g><use href="#x"/>')],
    [
      'entities for namespaces',
      svg(
        '<g xmlns:x="&ns;" style="font-family:&quot;A&quot;"/>',
        '<!DOCTYPE svg [<!ENTITY ns "http://ns.example/">]>',
      ),
    ],
    ['a picture in it', svg('<image href="data:image/png;base64,AAAA"/>')],
    [
      'comments and text that look like it',
      svg('<!-- <use href="#a"/> --><text>url(#a) &lt;use&gt;</text><![CDATA[<use>]]>'),
    ],
    ['nothing that is whole', '<svg <g a="'],
  ])('may be %s', (_, text) => {
    expect(findExcess(text)).toBeNull();
  });

  it.each([
    ['use', svg(doubled(30, 'href')), /elements/],
    ['use by its old name', svg(doubled(30, 'xlink:href')), /elements/],
    [
      'use of much, much',
      svg(`<g id="a">${'<rect/>'.repeat(2000)}</g>${'<use href="#a"/>'.repeat(2000)}`),
      /elements/,
    ],
    ['masks', svg(chained(20, 'mask', (to) => `mask="url(#${to})"`)), /elements/],
    [
      'clip paths in styles',
      svg(chained(20, 'clipPath', (to) => `style="clip-path: url('#${to}')"`)),
      /elements/,
    ],
    ['patterns', svg(chained(25, 'pattern', (to) => `fill="url( #${to} )"`)), /elements/],
    [
      'references in other words',
      svg(chained(20, 'mask', (to) => `mask="&#117;rl(&#x23;${to})"`)),
      /elements/,
    ],
    [
      'references in a style sheet',
      svg(
        `<style>${times(20, (i) => `.c${i}{mask:url(#m${i})}`)}</style>${times(20, (i) => `<mask id="m${i}">${`<rect class="c${i + 1}"/>`.repeat(2)}</mask>`)}<g class="c0"/>`,
      ),
      /elements/,
    ],
    [
      'references of any element',
      svg(
        `<style><![CDATA[rect{mask:url(#m)}]]></style><mask id="m">${'<g/>'.repeat(1000)}</mask>${'<rect/>'.repeat(1000)}`,
      ),
      /elements/,
    ],
    [
      'markers',
      svg(
        `<marker id="m">${'<rect/>'.repeat(200)}</marker><path d="M0 0${'l1 1'.repeat(5000)}" marker-mid="url(#m)"/>`,
      ),
      /elements/,
    ],
    ['steps of filters', svg(`<filter id="f">${'<feGaussianBlur/>'.repeat(5000)}</filter>`), /elements/],
    ['noise', svg('<filter id="f"><feTurbulence numOctaves="200000"/></filter>'), /octaves/],
    ['attributes', svg(`<rect ${times(20_000, (i) => `a${i}="1" `)}/>`), /attributes/],
    ['depth', svg('<g>'.repeat(50_000)), /deep/],
    ['entities with markup', svg('&a;', '<!DOCTYPE svg [<!ENTITY a "<use href=\'#x\'/>">]>'), /entities/],
    ['entities with hidden markup', svg('&a;', '<!DOCTYPE svg [<!ENTITY a "&#60;use/>">]>'), /entities/],
    [
      'entities with references',
      svg('<g mask="&a;"/>', '<!DOCTYPE svg [<!ENTITY a "url(#m)">]>'),
      /entities/,
    ],
    ['a document inside', svg('<image href="data:image/svg+xml;base64,AAAA"/>'), /document/],
  ])('may not be too much: %s', (_, text, reason) => {
    expect(findExcess(text)).toMatch(reason);
  });
});
