import { AGES, type FamilyGlance, type GlanceImage, type PlaceGlance } from '../../../domain/fleet-glance.ts'
import type { VisitedHome } from '../../../domain/visited-home.ts'
import { person } from './image-parts.ts'
import { byName, list, maybe, number, shape, text } from './shape.ts'

/** The schemas of what Home tabs need. */

export const visitedHome = shape<Omit<VisitedHome, 'version'>>({
  person,
  openedAtMs: number,
  shown: maybe(text),
  refreshedAtMs: maybe(number),
})

const glanceImage = shape<GlanceImage>({ imageId: text, name: maybe(text), createdAtMs: maybe(number) })

const ages = shape<PlaceGlance['ages']>(
  Object.fromEntries(AGES.map(age => [age, number])) as Record<(typeof AGES)[number], typeof number>,
)

export const placeGlance = shape<PlaceGlance>({
  account: text,
  region: text,
  states: byName(number),
  ages,
  sizeGiB: number,
  stale: shape<PlaceGlance['stale']>({ images: number, sizeGiB: number, oldest: list(glanceImage) }),
  failed: list(glanceImage),
  families: maybe(byName(shape<FamilyGlance>({ images: number, sizeGiB: number, ages }))),
})
