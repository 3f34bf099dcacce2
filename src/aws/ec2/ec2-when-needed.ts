import { type Finding, IMPACT_PARTS, type PendingImpact } from '../../domain/impact.ts'
import type { Ec2Edges } from './ec2-edges.ts'

const notLoaded = (): Finding<never> => ({ known: false, why: 'the EC2 client could not be loaded' })

/**
 * EC2's client is half of a worker's code. It is evaluated with the first look or change, not when the function loads: an
 * event that comes twice, or somebody who asks for help, needs none of it.
 */
export const createEc2EdgesWhenNeeded = (
  ...needs: Parameters<typeof import('./ec2-edges.ts').createEc2Edges>
): Ec2Edges => {
  const load = async (): Promise<Ec2Edges> => (await import('./ec2-edges.ts')).createEc2Edges(...needs)
  let loading: Promise<Ec2Edges> | undefined
  const edges = (): Promise<Ec2Edges> => {
    loading ??= load().catch(error => {
      loading = undefined
      throw error
    })
    return loading
  }
  const images = async () => (await edges()).images
  return {
    images: {
      describe: async (...asked) => (await images()).describe(...asked),
      search: async (...asked) => (await images()).search(...asked),
      listPage: async (...asked) => (await images()).listPage(...asked),
      madeFrom: async (...asked) => (await images()).madeFrom(...asked),
      recycleBin: async (...asked) => (await images()).recycleBin(...asked),
      beginSession: async (...asked) => (await images()).beginSession(...asked),
      rehearse: async (...asked) => (await images()).rehearse(...asked),
      change: async (...asked) => (await images()).change(...asked),
      sharing: async (...asked) => (await images()).sharing(...asked),
      publicAccess: async (...asked) => (await images()).publicAccess(...asked),
      snapshotSharing: async (...asked) => (await images()).snapshotSharing(...asked),
      recycled: async (...asked) => (await images()).recycled(...asked),
    },
    instances: {
      list: async (...asked) => (await edges()).instances.list(...asked),
      running: async (...asked) => (await edges()).instances.running(...asked),
    },
    launchability: {
      keys: async (...asked) =>
        edges()
          .then(({ launchability }) => launchability.keys(...asked))
          .catch(notLoaded),
      allowedImages: async (...asked) =>
        edges()
          .then(({ launchability }) => launchability.allowedImages(...asked))
          .catch(() => new Map()),
    },
    findings: {
      read: async (...asked) =>
        edges()
          .then(({ findings }) => findings.read(...asked))
          .catch(notLoaded),
    },
    uses: {
      look(...asked) {
        const looking = edges().then(({ uses }) => uses.look(...asked))
        const parts = IMPACT_PARTS.map(part => [
          part,
          looking.then<unknown>(impact => impact[part]).catch(notLoaded),
        ])
        return Object.fromEntries(parts) as PendingImpact
      },
      references: (...asked) =>
        edges()
          .then(({ uses }) => uses.references(...asked))
          .catch(notLoaded),
      autoScalingOf: (place, imageIds) =>
        edges()
          .then(({ uses }) => uses.autoScalingOf(place, imageIds))
          .catch(() => {
            const unread = notLoaded()
            return new Map(imageIds.map(id => [id, unread]))
          }),
      retentions: (...asked) =>
        edges()
          .then(({ uses }) => uses.retentions(...asked))
          .catch(notLoaded),
      launchTemplatesOf: (...asked) =>
        edges()
          .then(({ uses }) => uses.launchTemplatesOf(...asked))
          .catch(notLoaded),
    },
  }
}
