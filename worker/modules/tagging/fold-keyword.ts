/** Case and diacritics folded, spaces collapsed: what makes two keywords the same. */
export function foldKeyword(keyword: string): string {
  return keyword
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
