import type { AccountRegion } from '../../../src/domain/alias.ts'
import {
  type Finding,
  IMPACT_PARTS,
  type ImpactPart,
  type ImpactParts,
  type Use,
} from '../../../src/domain/impact.ts'
import { NOBODY } from '../../../src/domain/sharing.ts'
import type { References, Uses } from '../../../src/ports.ts'

export interface MemoryUses extends Uses, References {
  /** Sets what a look finds from now on; without it, a part is known and empty. */
  set<Part extends ImpactPart>(part: Part, finding: Finding<ImpactParts[Part]>): void
  /** Makes looks wait at this part. @returns a function that lets them continue, with the value that is set by then */
  hold(part: ImpactPart): () => void
  /** Adds a launch template to an account and region that launches what a parameter names. */
  nameParameter(place: AccountRegion, parameter: string, template: string): void
  /** Its launch templates cannot be listed. */
  refuseTemplates(place: AccountRegion, why: string): void
  /** How many looks began. */
  looks(): number
}

const nothing = (): { [Part in ImpactPart]: Finding<ImpactParts[Part]> } => ({
  references: { known: true, value: [] },
  instances: { known: true, value: [] },
  launchTemplates: { known: true, value: [] },
  autoScaling: { known: true, value: [] },
  otherAccounts: { known: true, value: { asked: 0, running: [], unread: [] } },
  sharing: { known: true, value: NOBODY },
  snapshots: { known: true, value: [] },
  retention: { known: true, value: {} },
})

/** What uses an image, in memory; the same for every image. */
export const createMemoryUses = (): MemoryUses => {
  const findings = nothing()
  const gates = new Map<ImpactPart, Promise<void>>()
  const templates = new Map<string, Use[]>()
  const refusedTemplates = new Map<string, Finding<never>>()
  let looks = 0

  const find = async <Part extends ImpactPart>(
    parts: readonly ImpactPart[],
    part: Part,
  ): Promise<Finding<ImpactParts[Part]>> => {
    if (!parts.includes(part)) return { known: false, why: 'not looked up' }
    await gates.get(part)
    return findings[part]
  }

  return {
    set(part, finding) {
      Object.assign(findings, { [part]: finding })
    },
    nameParameter({ account, region }, parameter, template) {
      const key = `${account}/${region}${parameter}`
      templates.set(key, [...(templates.get(key) ?? []), { kind: 'launch-template', name: template }])
    },
    refuseTemplates({ account, region }, why) {
      refusedTemplates.set(`${account}/${region}`, { known: false, why })
    },
    hold(part) {
      let release = (): void => {}
      const gate = new Promise<void>(resolve => {
        release = resolve
      })
      gates.set(part, gate)
      return () => {
        if (gates.get(part) === gate) gates.delete(part)
        release()
      }
    },
    looks: () => looks,
    references: async (_place, imageIds) => {
      const { references } = findings
      return references.known
        ? { known: true, value: new Map(imageIds.map(id => [id, references.value])) }
        : references
    },
    autoScalingOf: async (_place, imageIds) =>
      new Map(imageIds.map(id => [id, findings.autoScaling] as const)),
    retentions: async (_place, images) => {
      const { retention } = findings
      return retention.known
        ? { known: true, value: new Map(images.map(({ imageId }) => [imageId, retention.value])) }
        : retention
    },
    launchTemplatesOf: async ({ account, region }, parameters) =>
      refusedTemplates.get(`${account}/${region}`) ?? {
        known: true,
        value: new Map(
          parameters.map(one => [one, templates.get(`${account}/${region}${one}`) ?? []] as const),
        ),
      },
    look: (_image, _facts, parts = IMPACT_PARTS) => {
      looks += 1
      return {
        references: find(parts, 'references'),
        instances: find(parts, 'instances'),
        launchTemplates: find(parts, 'launchTemplates'),
        autoScaling: find(parts, 'autoScaling'),
        otherAccounts: find(parts, 'otherAccounts'),
        sharing: find(parts, 'sharing'),
        snapshots: find(parts, 'snapshots'),
        retention: find(parts, 'retention'),
      }
    },
  }
}
