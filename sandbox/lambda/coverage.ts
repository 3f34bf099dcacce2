import type { Covered } from '../coverage.ts'

export const LAMBDA: Covered = {
  'Function URL': {
    state: 'partial',
    provedBy: "a form of Slack's comes as base64, with headers in small letters",
    gap: 'no streaming, no CORS, no IAM; bodies may be of any size',
  },
  'queue as event source': {
    state: 'partial',
    provedBy: 'only the messages that a function reports come again, after their visibility timeout',
    gap: 'no back-off after errors, no filters, no limit of 6 MB for a batch, no failure destination',
  },
  death: {
    state: 'partial',
    provedBy:
      'a function killed at its call %i, %s its effect, says nothing more, and its message comes again',
    gap: 'invocations that share a process with the one that dies live on; what a function sends by a socket of its own, past fetch and the http modules, is not counted and not cut',
  },
  runtime: {
    state: 'partial',
    provedBy: 'a function sees its own environment with its references resolved, and no other',
    gap: 'concurrent invocations of a function share one process; Node is the one of this machine; no IAM stands between a function and a service; memory is not limited',
  },
}
