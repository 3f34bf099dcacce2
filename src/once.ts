/** Runs `build` on the first call and keeps what it made. A failed build is not kept: the next call tries again. */
export const once = <Args extends readonly unknown[], T>(
  build: (...args: Args) => T,
): ((...args: Args) => T) => {
  let built: { value: T } | undefined
  return (...args) => {
    built ??= { value: build(...args) }
    return built.value
  }
}
