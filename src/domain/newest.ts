import { type ListedImage, newestFirst } from './list-filter.ts'

type Listed = Omit<ListedImage, 'family' | 'owners'>

/** The newest of many images, of which no more than twice as many as wanted are held. */
export interface Newest {
  /** @param images of one place, the newest first */
  add(images: readonly Listed[]): void
  /** The newest first. */
  end(): readonly Listed[]
}

export const createNewest = (most: number): Newest => {
  let held: Listed[] = []
  const sort = (): void => {
    held = held.sort(newestFirst).slice(0, most)
  }
  return {
    add(images) {
      for (const image of images.slice(0, most)) held.push(image)
      if (held.length > 2 * most) sort()
    },
    end() {
      sort()
      return held
    },
  }
}
