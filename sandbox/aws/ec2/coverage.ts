import type { Covered } from '../../coverage.ts'

export const EC2: Covered = {
  CopyImage: {
    state: 'partial',
    provedBy: 'a copy in another region names its source, and has no tags unless they are copied',
    gap: 'ClientToken makes nothing idempotent; a key fails later alone if it is missing, switched off, elsewhere or not shared; the code for a key without encryption is not documented by AWS; a disabled image can be copied, which AWS does not document',
  },
  CreateImage: {
    state: 'partial',
    provedBy: 'an image made from an instance is pending first, then available, and an event says so',
    gap: 'BlockDeviceMappings, NoReboot and SnapshotLocation are ignored; it never fails by itself',
  },
  CreateTags: {
    state: 'partial',
    provedBy: 'a tag is added, and one of the same key replaced',
    gap: 'images and snapshots only',
  },
  DeregisterImage: {
    state: 'partial',
    provedBy: 'a deregistered image that no rule of the Recycle Bin fits is gone for good',
    gap: 'the code and words for a protected or a Backup-managed image are not documented by AWS',
  },
  DescribeImageAttribute: {
    state: 'partial',
    provedBy: 'a disabled image is no longer shared, and enabling it does not share it again',
    gap: 'no kernel, ramdisk, productCodes or uefiData',
  },
  DescribeImageReferences: {
    state: 'partial',
    provedBy: 'who refers to an image: instances, launch templates, parameters and recipes',
    gap: 'instances that run an image which was deregistered since cannot be asked for; the codes for wrong options are not documented by AWS',
  },
  DescribeImages: {
    state: 'partial',
    provedBy: 'an image of the own account is described with its tags, disks and dates',
    gap: 'a call without MaxResults is never too large; 23 of the filters and tag:*, tag-key, tag-value, others are refused',
  },
  DescribeInstanceImageMetadata: {
    state: 'partial',
    provedBy: 'instances are described with their images, also with those that are gone',
    gap: 'no zone ids, watermarks or operators; AWS documents neither the limits of MaxResults, 5 to 1,000 here, nor what is told of an image that was never seen: nothing is',
  },
  DescribeInstances: {
    state: 'partial',
    provedBy: 'instances are found by the image they run',
    gap: 'the commonest filters; no network, no block devices',
  },
  DescribeLaunchTemplateVersions: {
    state: 'partial',
    provedBy: 'a launch template whose default version launches an older image',
    gap: 'MinVersion and MaxVersion are ignored',
  },
  DescribeLaunchTemplates: {
    state: 'partial',
    provedBy: 'a launch template whose default version launches an older image',
    gap: 'filters by name and tags alone',
  },
  DescribeSnapshotAttribute: {
    state: 'partial',
    provedBy: 'a snapshot is shared with an account, is seen there, and is taken back',
    gap: 'no product codes',
  },
  DescribeSnapshots: {
    state: 'partial',
    provedBy: 'snapshots are described by their ids',
    gap: 'no progress, data transfer or outposts; the commonest filters',
  },
  DisableImage: {
    state: 'partial',
    provedBy: 'a disabled image is no longer shared, and enabling it does not share it again',
    gap: 'for an image that is disabled already, or protected, AWS documents nothing: it succeeds here',
  },
  DisableImageDeprecation: {
    state: 'supported',
    provedBy: 'an image is deprecated at a minute of its own, and no longer',
    gap: 'for an image without a date AWS documents nothing: it succeeds here',
  },
  DisableImageDeregistrationProtection: {
    state: 'supported',
    provedBy: 'a protected image cannot be deregistered, and stays so for a day after its cooldown began',
  },
  EnableImage: {
    state: 'partial',
    provedBy: 'a disabled image is no longer shared, and enabling it does not share it again',
    gap: 'for an image that is available already AWS documents nothing: it succeeds here without an event',
  },
  EnableImageDeprecation: {
    state: 'supported',
    provedBy: 'a public image is deprecated at most two years after it was made, another one ten years ahead',
  },
  EnableImageDeregistrationProtection: {
    state: 'supported',
    provedBy: 'a protected image cannot be deregistered, and stays so for a day after its cooldown began',
  },
  DisableImageBlockPublicAccess: {
    state: 'partial',
    provedBy:
      'while public access is blocked, no image of the account is made public, and those that are stay so',
    gap: 'it holds at once, where AWS takes up to ten minutes',
  },
  EnableImageBlockPublicAccess: {
    state: 'partial',
    provedBy:
      'while public access is blocked, no image of the account is made public, and those that are stay so',
    gap: 'it holds at once, where AWS takes up to ten minutes; the code where a declarative policy manages it is not documented by AWS',
  },
  GetAllowedImagesSettings: {
    state: 'partial',
    provedBy: 'Allowed AMIs hide what fits no criterion, and never the account’s own',
    gap: 'set by `POST /_sandbox/accounts/{account}`; no watermarks and no scan results; whether images say that they are allowed while it is off is not documented by AWS: they do not',
  },
  GetImageAncestry: {
    state: 'partial',
    provedBy: 'the ancestry of an image leads through regions to its root',
    gap: 'what is told of an ancestor that the account cannot see is not documented by AWS: the list ends before it; deregistered ancestors are listed',
  },
  GetImageBlockPublicAccessState: {
    state: 'supported',
    provedBy:
      'while public access is blocked, no image of the account is made public, and those that are stay so',
  },
  GetImageFindings: {
    state: 'partial',
    provedBy: "a scan's results are shown with the image, and finding by finding, page by page",
    gap: 'AWS documents no limits of MaxResults: all findings are one page here without it; a copy is not scanned, and an image stays scanned when it is disabled',
  },
  ListImagesInRecycleBin: {
    state: 'supported',
    provedBy: 'a deregistered image comes back from the Recycle Bin, still shared, without an event',
  },
  ListSnapshotsInRecycleBin: {
    state: 'supported',
    provedBy: 'an image whose snapshots were deleted with it comes back after them, once they have recovered',
  },
  ModifyImageAttribute: {
    state: 'partial',
    provedBy: 'an image is shared with %s, and taken back',
    gap: 'launch permissions and the description alone; every account exists but that of twelve zeros, and every organization; no limit of shares',
  },
  ModifySnapshotAttribute: {
    state: 'partial',
    provedBy: 'a snapshot is shared with an account, is seen there, and is taken back',
    gap: 'public access to snapshots cannot be blocked; the codes for wrong accounts and for encrypted snapshots that are to be public are not documented by AWS',
  },
  RegisterImage: {
    state: 'partial',
    provedBy: 'a deregistered image takes its snapshots with it, but for those that another image uses',
    gap: 'from EBS snapshots alone; boot mode, TPM and IMDS settings are ignored',
  },
  RestoreImageFromRecycleBin: {
    state: 'partial',
    provedBy: 'a deregistered image comes back from the Recycle Bin, still shared, without an event',
    gap: 'whether EC2 tells of it is not documented by AWS: no event comes here; nor is the code for a snapshot that has not recovered yet; rules cannot be locked, and hold at once',
  },
  RestoreSnapshotFromRecycleBin: {
    state: 'partial',
    provedBy: 'an image whose snapshots were deleted with it comes back after them, once they have recovered',
    gap: 'recovering takes as long as an image does to become available',
  },
  CreateImageUsageReport: { state: 'missing', gap: 'use in other accounts cannot be asked for' },
  DeleteSnapshot: { state: 'missing', gap: 'snapshots go only with their image' },
  DescribeRegions: { state: 'missing', gap: 'every region that a client names exists' },
  EnableAllowedImagesSettings: { state: 'missing', gap: 'as of GetAllowedImagesSettings' },
  RunInstances: { state: 'missing', gap: 'nothing is launched; the seeded instances are all there are' },
}

/** What holds for every call of EC2's. */
export const EC2_AT_LARGE: Covered = {
  throttling: {
    state: 'partial',
    provedBy: '%s: %i at once, and %i more each second',
    gap: 'only calls through the endpoint count, not those of somebody outside Slack; no limit of resources, only of requests',
  },
  'IAM permissions': {
    state: 'partial',
    provedBy: 'the one call on the one image, and no other',
    gap: 'of sessions only: callers with other credentials, or with a role that no template makes, may do everything; tags at creation, and what DescribeImageReferences reads for the caller, need no permission; no condition key ec2:Attribute; no service control policies and no permissions boundaries',
  },
  'eventual consistency': {
    state: 'partial',
    provedBy: 'a disabled image looks available and shared until the change has come through',
    gap: 'only for images, not for snapshots, instances or templates; every change takes the same time, where in EC2 each takes its own',
  },
  CloudTrail: {
    state: 'partial',
    provedBy: "a call that changed an image is reported five seconds later, in CloudTrail's format",
    gap: 'only calls to EC2 that change something, each after the same time; the names of nested request parameters follow the calls and not in all cases CloudTrail; answers are told without their lists; there are no log files',
  },
  'state between runs': {
    state: 'partial',
    provedBy: 'a fleet that was used looks the same to every call, dates included',
    gap: 'token buckets are full again, and what had not come through yet has',
  },
}
