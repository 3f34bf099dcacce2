const characters: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** Undoes Slack's three escapes, once: `&amp;lt;` becomes `&lt;` and stays so. */
export const unescapeText = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, escaped => characters[escaped] ?? escaped)
