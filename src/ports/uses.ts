import type { ImageRef } from '../domain/image.ts'
import type { FactsForImpact, Finding, ImpactPart, PendingImpact, Retention, Use } from '../domain/impact.ts'

/** Looks up what a change of an image would break. Never throws: what cannot be looked up is reported as unknown. */
export interface Uses {
  /** @param parts the parts that are looked up; the others are reported as unknown and cost no call */
  look(image: ImageRef, facts: FactsForImpact, parts?: readonly ImpactPart[]): PendingImpact
}

/** Never throws either. */
export interface References {
  /** Instances, launch templates, parameters and recipes of the own account that name these images, by image id: a call for ten. */
  references(
    place: Omit<ImageRef, 'imageId'>,
    imageIds: readonly string[],
  ): Promise<Finding<ReadonlyMap<string, readonly Use[]>>>
  /** Auto Scaling groups and launch configurations of the own account that would launch each of these images next, by image id: they
   * are listed once. */
  autoScalingOf(
    place: Omit<ImageRef, 'imageId'>,
    imageIds: readonly string[],
  ): Promise<ReadonlyMap<string, Finding<readonly Use[]>>>
  /** How long rules of the Recycle Bin would keep each of these images and its snapshots, by image id: the rules are read once. */
  retentions(
    place: Omit<ImageRef, 'imageId'>,
    images: readonly { imageId: string; facts: FactsForImpact }[],
  ): Promise<Finding<ReadonlyMap<string, Retention>>>
  /** The launch templates of the own account whose default or latest version launches what one of these SSM parameters names, by
   * the parameter's name. */
  launchTemplatesOf(
    place: Omit<ImageRef, 'imageId'>,
    parameters: readonly string[],
  ): Promise<Finding<ReadonlyMap<string, readonly Use[]>>>
}
