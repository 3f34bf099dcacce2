import type { Action } from '../action.ts'
import { CopyImage } from './CopyImage.ts'
import { CreateImage } from './CreateImage.ts'
import { CreateTags } from './CreateTags.ts'
import { DeregisterImage } from './DeregisterImage.ts'
import { DescribeImageAttribute } from './DescribeImageAttribute.ts'
import { DescribeImageReferences } from './DescribeImageReferences.ts'
import { DescribeImages } from './DescribeImages.ts'
import { DescribeInstanceImageMetadata } from './DescribeInstanceImageMetadata.ts'
import { DescribeInstances } from './DescribeInstances.ts'
import { DescribeLaunchTemplates } from './DescribeLaunchTemplates.ts'
import { DescribeLaunchTemplateVersions } from './DescribeLaunchTemplateVersions.ts'
import { DescribeSnapshotAttribute } from './DescribeSnapshotAttribute.ts'
import { DescribeSnapshots } from './DescribeSnapshots.ts'
import { DisableImage } from './DisableImage.ts'
import { DisableImageBlockPublicAccess } from './DisableImageBlockPublicAccess.ts'
import { DisableImageDeprecation } from './DisableImageDeprecation.ts'
import { DisableImageDeregistrationProtection } from './DisableImageDeregistrationProtection.ts'
import { EnableImage } from './EnableImage.ts'
import { EnableImageBlockPublicAccess } from './EnableImageBlockPublicAccess.ts'
import { EnableImageDeprecation } from './EnableImageDeprecation.ts'
import { EnableImageDeregistrationProtection } from './EnableImageDeregistrationProtection.ts'
import { GetAllowedImagesSettings } from './GetAllowedImagesSettings.ts'
import { GetImageAncestry } from './GetImageAncestry.ts'
import { GetImageBlockPublicAccessState } from './GetImageBlockPublicAccessState.ts'
import { GetImageFindings } from './GetImageFindings.ts'
import { ListImagesInRecycleBin } from './ListImagesInRecycleBin.ts'
import { ListSnapshotsInRecycleBin } from './ListSnapshotsInRecycleBin.ts'
import { ModifyImageAttribute } from './ModifyImageAttribute.ts'
import { ModifySnapshotAttribute } from './ModifySnapshotAttribute.ts'
import { RegisterImage } from './RegisterImage.ts'
import { RestoreImageFromRecycleBin } from './RestoreImageFromRecycleBin.ts'
import { RestoreSnapshotFromRecycleBin } from './RestoreSnapshotFromRecycleBin.ts'

/** The calls that this EC2 knows, by EC2's names. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  CopyImage,
  CreateImage,
  CreateTags,
  DeregisterImage,
  DescribeImageAttribute,
  DescribeImageReferences,
  DescribeImages,
  DescribeInstanceImageMetadata,
  DescribeInstances,
  DescribeLaunchTemplateVersions,
  DescribeLaunchTemplates,
  DescribeSnapshotAttribute,
  DescribeSnapshots,
  DisableImage,
  DisableImageBlockPublicAccess,
  DisableImageDeprecation,
  DisableImageDeregistrationProtection,
  EnableImage,
  EnableImageBlockPublicAccess,
  EnableImageDeprecation,
  EnableImageDeregistrationProtection,
  GetAllowedImagesSettings,
  GetImageAncestry,
  GetImageBlockPublicAccessState,
  GetImageFindings,
  ListImagesInRecycleBin,
  ListSnapshotsInRecycleBin,
  ModifyImageAttribute,
  ModifySnapshotAttribute,
  RegisterImage,
  RestoreImageFromRecycleBin,
  RestoreSnapshotFromRecycleBin,
}
