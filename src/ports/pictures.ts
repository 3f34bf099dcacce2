/** Draws pictures. */
export interface Pictures {
  /** A picture as PNG, in the size that the SVG names. Throws where it cannot be drawn. */
  toPng(svg: string): Promise<Uint8Array>
}
