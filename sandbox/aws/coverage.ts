/** How far a call is AWS's own, which test proves it, and what it does not do. */
export interface Coverage {
  state: 'supported' | 'partial' | 'missing'
  /** The title of a test in `test/sandbox/aws/` or `test/sandbox/world/`; a missing call has none. */
  provedBy?: string
  gap?: string
}

type Calls = Readonly<Record<string, Coverage>>

const EC2: Calls = {
  CopyImage: {
    state: 'partial',
    provedBy: 'a copy in another region knows its source, and carries no tags unless it is told to',
    gap: 'ClientToken makes nothing idempotent; encryption is not copied into the snapshots; only a key named does-not-exist fails later; a disabled image can be copied, which AWS does not document',
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
    gap: 'sharing with organizations shows nothing; Allowed AMIs hide nothing; a call without MaxResults is never too large; 22 of the filters and tag:*, tag-key, tag-value, others are refused',
  },
  DescribeInstanceImageMetadata: {
    state: 'partial',
    provedBy: 'instances are described with their images, also with those that are gone',
    gap: 'no zone ids, watermarks or operators; Allowed AMIs by owner alone (`POST /_sandbox/aws`); AWS documents neither the limits of MaxResults, 5 to 1,000 here, nor what is told of an image that was never seen: nothing is',
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
  DescribeSnapshots: {
    state: 'partial',
    provedBy: 'snapshots are described by their ids',
    gap: 'those of the own account alone; RestorableBy is ignored',
  },
  DisableImage: {
    state: 'partial',
    provedBy: 'a disabled image is no longer shared, and enabling it does not share it again',
    gap: 'for an image that is disabled already, or protected, AWS documents nothing: it succeeds here',
  },
  DisableImageDeprecation: {
    state: 'supported',
    provedBy: 'an image is deprecated at a minute of its own, and no longer',
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
    gap: 'launch permissions and the description alone; every account exists but that of twelve zeros; public access is blocked by `POST /_sandbox/aws` alone; no limit of shares',
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
  RunInstances: { state: 'missing', gap: 'nothing is launched; the seeded instances are all there are' },
}

/** What holds for every call of EC2's. */
const EC2_AT_LARGE: Calls = {
  throttling: {
    state: 'partial',
    provedBy: '%s: %i at once, and %i more each second',
    gap: 'only calls through the endpoint count, not those of somebody outside Slack; no limit of resources, only of requests',
  },
  'eventual consistency': {
    state: 'partial',
    provedBy: 'a disabled image looks available and shared until the change has come through',
    gap: 'only for images, not for snapshots, instances or templates; every change takes the same time, where in EC2 each takes its own',
  },
  CloudTrail: {
    state: 'partial',
    provedBy: 'a call that changed an image is told five seconds later, in the shape of CloudTrail',
    gap: 'only calls to EC2 that change something, each after the same time; the names of nested request parameters follow the calls and not in all cases CloudTrail; answers are told without their lists; there are no log files',
  },
  'state between runs': {
    state: 'partial',
    provedBy: 'a fleet that was used looks the same to every call, dates included',
    gap: 'token buckets are full again, and what had not come through yet has',
  },
}

const AUTO_SCALING: Calls = {
  DescribeAutoScalingGroups: {
    state: 'partial',
    provedBy: 'groups come page by page, fifty when nobody says how many',
    gap: 'no filters; a group launches nothing and replaces nothing',
  },
  DescribeLaunchConfigurations: {
    state: 'supported',
    provedBy: 'a group that launches from a launch configuration, and that configuration',
  },
  UpdateAutoScalingGroup: { state: 'missing', gap: 'groups stay as they were made at the start' },
}

const RECYCLE_BIN: Calls = {
  GetRule: {
    state: 'partial',
    provedBy: 'a rule tells its tags, and another account cannot ask for it',
    gap: 'rules are never locked, never pending and have no description',
  },
  ListRules: {
    state: 'partial',
    provedBy: 'the rules of a resource type come page by page',
    gap: 'cannot be narrowed by tags or locks',
  },
  CreateRule: { state: 'missing', gap: 'rules stay as they were made at the start' },
}

const S3: Calls = {
  CreateBucket: {
    state: 'partial',
    provedBy: 'a bucket is made, and an object put into it comes back as it was',
    gap: 'every account sees every bucket; no settings, no policies',
  },
  GetObject: {
    state: 'partial',
    provedBy: 'an object that is known already is not sent again',
    gap: 'whole objects alone; of the conditions, If-None-Match; a role without s3:ListBucket is told NoSuchKey, where S3 says AccessDenied',
  },
  HeadObject: {
    state: 'partial',
    provedBy: 'a bucket is made, and an object put into it comes back as it was',
    gap: 'size, ETag and date alone',
  },
  PutObject: {
    state: 'partial',
    provedBy: 'a bucket is made, and an object put into it comes back as it was',
    gap: 'no versions, checksums, metadata, encryption or conditions; no uploads in parts; what was put is gone with the sandbox',
  },
  ListObjectsV2: { state: 'missing', gap: 'objects are asked for by their keys' },
}

const SSM: Calls = {
  DescribeParameters: {
    state: 'partial',
    provedBy: 'parameters are described without their values',
    gap: 'no filters and no pages',
  },
  GetParameter: {
    state: 'partial',
    provedBy: 'a secret is told only to who asks for its decryption',
    gap: 'no versions or labels in names, no ARNs of other accounts, no public parameters',
  },
  GetParameters: {
    state: 'partial',
    provedBy: 'several parameters at once; those that there are not are named',
    gap: 'as of GetParameter',
  },
  PutParameter: {
    state: 'partial',
    provedBy: 'a parameter is put, and overwritten only if that is meant',
    gap: 'no lists, tiers, policies, tags or key ids; what was put is gone with the sandbox; running functions keep a secret for a minute, as in AWS',
  },
  DeleteParameters: {
    state: 'partial',
    provedBy: 'parameters are deleted; those that there are not are named',
    gap: 'parameters that name images stay',
  },
}

const SQS: Calls = {
  CancelMessageMoveTask: {
    state: 'supported',
    provedBy: 'a task is as fast as it is told to be, can be watched, and be cancelled',
  },
  ChangeMessageVisibility: {
    state: 'supported',
    provedBy: 'a visibility timeout is changed only in flight, and within twelve hours',
  },
  ChangeMessageVisibilityBatch: {
    state: 'supported',
    provedBy: 'messages are given back and deleted in batches',
  },
  DeleteMessage: { state: 'supported', provedBy: 'a deleted message never comes again' },
  DeleteMessageBatch: {
    state: 'supported',
    provedBy: 'messages are given back and deleted in batches',
  },
  GetQueueAttributes: {
    state: 'partial',
    provedBy: 'a queue tells its numbers and its settings',
    gap: 'no policy; a setting never changes, so the queue was last modified when it was created',
  },
  GetQueueUrl: { state: 'supported', provedBy: 'queues are found by name and by prefix, and others are not' },
  ListMessageMoveTasks: {
    state: 'partial',
    provedBy: 'a task is as fast as it is told to be, can be watched, and be cancelled',
    gap: 'tasks of an earlier run are forgotten, and end with it',
  },
  ListQueues: {
    state: 'partial',
    provedBy: 'queues are found by name and by prefix, and others are not',
    gap: 'no pages',
  },
  PurgeQueue: {
    state: 'partial',
    provedBy: 'a purged queue is empty',
    gap: 'at once, and more than once a minute',
  },
  ReceiveMessage: {
    state: 'partial',
    provedBy: 'a received message is invisible until its timeout, and then comes again',
    gap: 'always everything that is visible, in order, where SQS samples its servers; no ReceiveRequestAttemptId; no limit of messages in flight',
  },
  SendMessage: {
    state: 'partial',
    provedBy: 'a message is received with its attributes, and the checksums hold',
    gap: 'no system attributes, no message groups on standard queues, no limits on names of attributes',
  },
  SendMessageBatch: {
    state: 'supported',
    provedBy: 'each message of a batch succeeds or fails by itself',
  },
  StartMessageMoveTask: {
    state: 'partial',
    provedBy: 'dead letters go back to where they came from, as new messages',
    gap: '500 messages a second where AWS chooses the rate itself',
  },
  CreateQueue: { state: 'missing', gap: 'the queues are those of serverless.yml' },
  SetQueueAttributes: { state: 'missing', gap: 'the settings are those of serverless.yml' },
}

const STS: Calls = {
  AssumeRole: {
    state: 'partial',
    provedBy: "a role's credentials act in the role's account",
    gap: 'every role exists and trusts everybody; sessions do not end; no policies, session tags or external ids',
  },
  GetCallerIdentity: {
    state: 'partial',
    provedBy: 'whose credentials these are',
    gap: 'the user id is made up',
  },
}

const DYNAMODB: Calls = {
  BatchGetItem: { state: 'supported', provedBy: 'several items are read at once' },
  BatchWriteItem: { state: 'supported', provedBy: 'several items are written at once' },
  DeleteItem: { state: 'supported', provedBy: 'only the owner of a claim takes it away' },
  GetItem: { state: 'supported', provedBy: 'a write whose answer is lost has happened' },
  PutItem: {
    state: 'partial',
    provedBy: 'of two who claim the same item, one gets it',
    gap: 'ReturnValuesOnConditionCheckFailure gives no item back',
  },
  Query: { state: 'supported', provedBy: "the deployment's index is there to be asked" },
  UpdateItem: {
    state: 'partial',
    provedBy: 'a counter is raised only while its condition holds',
    gap: 'ReturnValuesOnConditionCheckFailure gives no item back',
  },
  TransactWriteItems: { state: 'missing', gap: 'dynalite knows no transactions' },
  UpdateTimeToLive: { state: 'missing', gap: 'items never expire by themselves' },
}

const EVENTBRIDGE: Calls = {
  'default bus': {
    state: 'partial',
    provedBy: "AWS's own sample of %s passes the deployed rule unchanged",
    gap: 'targets are queues; no input transformers, retries, archives, replays, cidr or cross-account buses; PutEvents has no HTTP endpoint',
  },
  'best effort': {
    state: 'supported',
    provedBy: 'a share of the events is overtaken by the next one, and none is lost',
  },
  patterns: {
    state: 'partial',
    provedBy: 'a pattern with %s',
    gap: 'no cidr; a wildcard cannot stand inside anything-but together with other filters',
  },
  schedules: {
    state: 'partial',
    provedBy: 'a schedule runs at its rate, and again after a failure',
    gap: 'rates alone, no cron',
  },
}

const LAMBDA: Calls = {
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

const SNS: Calls = {
  Publish: {
    state: 'partial',
    provedBy: 'an e-mail comes into the inbox as it was published',
    gap: 'TopicArn, Subject and Message alone, and other parameters are refused; no topic policies; nothing is sent to anybody',
  },
  GetTopicAttributes: {
    state: 'partial',
    provedBy: 'a topic tells how many have confirmed their subscription',
    gap: 'the counts of subscriptions alone',
  },
  Subscribe: { state: 'missing', gap: 'each topic has one subscriber, whose inbox the page shows' },
}

const CLOUDFORMATION: Calls = {
  DescribeStacks: {
    state: 'partial',
    provedBy: 'the stack tells its state and its outputs, and another one is not there',
    gap: 'the one stack of the sandbox, without parameters and tags',
  },
  DescribeStackResource: {
    state: 'partial',
    provedBy: 'the stack tells its state and its outputs, and another one is not there',
    gap: 'the table, the rules and the topics alone',
  },
  CreateStack: { state: 'missing', gap: 'the deployment is read from serverless.yml' },
}

const CLOUDTRAIL: Calls = {
  DescribeTrails: {
    state: 'partial',
    provedBy: 'a multi-region trail is there in every region, another one at home',
    gap: 'no organization trails',
  },
  GetTrailStatus: {
    state: 'partial',
    provedBy: 'a multi-region trail is there in every region, another one at home',
    gap: 'whether it logs, and nothing else',
  },
  GetEventSelectors: {
    state: 'partial',
    provedBy: 'a multi-region trail is there in every region, another one at home',
    gap: 'no advanced selectors',
  },
  CreateTrail: { state: 'missing', gap: 'calls are told by themselves, whatever trails there are' },
}

const EVENTBRIDGE_API: Calls = {
  DescribeRule: {
    state: 'partial',
    provedBy: 'a rule tells whether it is enabled',
    gap: 'rules are named by their logical ids; no pattern, no schedule',
  },
  DisableRule: { state: 'missing', gap: 'the rules are those of serverless.yml' },
}

const LAMBDA_API: Calls = {
  GetAccountSettings: {
    state: 'partial',
    provedBy: "the account's quota, and what of it is reserved",
    gap: 'the quota of concurrency alone',
  },
  GetFunctionConcurrency: {
    state: 'supported',
    provedBy: "the account's quota, and what of it is reserved",
  },
  Invoke: { state: 'missing', gap: 'the functions are invoked by their URL, queues and schedules' },
}

export const AWS_COVERAGE = {
  EC2,
  'EC2, at large': EC2_AT_LARGE,
  'Auto Scaling': AUTO_SCALING,
  'Recycle Bin': RECYCLE_BIN,
  'Parameter Store': SSM,
  S3,
  SQS,
  SNS,
  STS,
  DynamoDB: DYNAMODB,
  EventBridge: EVENTBRIDGE,
  Lambda: LAMBDA,
  'Lambda, API': LAMBDA_API,
  'EventBridge, API': EVENTBRIDGE_API,
  CloudFormation: CLOUDFORMATION,
  CloudTrail: CLOUDTRAIL,
} as const
