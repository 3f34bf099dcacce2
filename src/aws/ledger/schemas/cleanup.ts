import type { Keep } from '../../../domain/kept-image.ts'
import { imageRef, person } from './image-parts.ts'
import { number, shape, text } from './shape.ts'

export const keep = shape<Keep>({ image: imageRef, untilMs: number, by: person, atMs: number })

export const cleanupWarning = shape<{ image: string; atMs: number }>({ image: text, atMs: number })
