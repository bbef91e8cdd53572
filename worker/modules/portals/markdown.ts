/** Markdown of portals to HTML that is safe to put into a page: no raw HTML, no pictures, only web and mail links. */
import MarkdownIt from 'markdown-it';

const SAFE_LINK = /^(?:https?:|mailto:|tel:|\/(?!\/)|#)/i;
/** Headings of a text stand below those of its page (h1) and section (h2). */
const HEADING_SHIFT = 2;

const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false });
markdown.disable(['image', 'html_inline', 'html_block']);
markdown.validateLink = (url) => SAFE_LINK.test(url.trim());
markdown.core.ruler.push('shift_headings', (state) => {
  for (const token of state.tokens) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue;
    token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + HEADING_SHIFT)}`;
  }
});
markdown.core.ruler.push('mark_outside_links', (state) => {
  for (const token of state.tokens) {
    for (const child of token.children ?? []) {
      if (child.type === 'link_open' && /^https?:/i.test(String(child.attrGet('href') ?? ''))) {
        child.attrSet('rel', 'noopener');
      }
    }
  }
});

export function renderMarkdown(text: string): string {
  return markdown.render(text);
}
