import { readFile } from 'node:fs/promises'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { once } from '../once.ts'
import type { Pictures } from '../ports.ts'

/** Beside the function's code, as serverless.yml packages them; where the sandbox runs, the project's own packages. */
const PACKAGES = 'node_modules'
const RASTERISER = `${PACKAGES}/@resvg/resvg-wasm/index_bg.wasm`
const FONTS = [400, 600].map(
  weight => `${PACKAGES}/@fontsource/inter/files/inter-latin-${weight}-normal.woff2`,
)

/** Once for each process: the rasteriser can't be started twice. */
const prepare = once(async (): Promise<Uint8Array[]> => {
  const [wasm, ...fonts] = await Promise.all([RASTERISER, ...FONTS].map(file => readFile(file)))
  if (wasm) await initWasm(wasm)
  return fonts
})

/** Draws SVG as PNG, without native parts. The library and the fonts are read with the first picture. */
export const createPictures = (): Pictures => ({
  async toPng(svg) {
    const fontBuffers = await prepare()
    const drawing = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: 'Inter' } })
    const image = drawing.render()
    try {
      return image.asPng()
    } finally {
      image.free()
      drawing.free()
    }
  },
})
