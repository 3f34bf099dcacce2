import Sequencer from '@jest/test-sequencer'

/** Files that take long: the packaged functions, a browser, or processes of their own. */
const SLOW =
  /\/test\/(end-to-end|browser|structure|sandbox\/(page|world))\/|\/test\/flows\/(soak|every-journey)/

/** The slow files first, so that no core waits at the end for one that began late. */
export default class SlowFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => Number(SLOW.test(b.path)) - Number(SLOW.test(a.path)))
  }
}
