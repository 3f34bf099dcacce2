/** A parameter of the template. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export interface Parameter {
  Type: 'String' | 'CommaDelimitedList'
  Description: string
  Default?: string
  AllowedPattern?: string
  AllowedValues?: readonly string[]
  ConstraintDescription?: string
}

/** A bucket whose name can be a part of a host name under TLS: without dots. */
const BUCKET = '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$'
const A_BUCKET = 'the name of a bucket without dots, in the region of the stack'

const parameterName = (what: string, ending: string): Parameter => ({
  Type: 'String',
  Default: '',
  Description: `The SSM parameter (SecureString) with ${what}. Empty: /amiops/STAGE/${ending}`,
  AllowedPattern: '^(/[A-Za-z0-9_./-]{1,1010})?$',
  ConstraintDescription: 'a name that begins with /, or nothing',
})

const roles = (what: string, functions: string): Parameter => ({
  Type: 'CommaDelimitedList',
  Default: '',
  Description: `Roles in other accounts that ${functions} may assume to ${what}: ARNs with commas, * is allowed. 4,096 characters at most. Empty: none`,
  AllowedPattern: '^(arn:aws[a-z-]*:iam::([0-9]{12}|[*]):role/[A-Za-z0-9_+=,.@*/-]+)?$',
  ConstraintDescription: 'ARNs of roles such as arn:aws:iam::*:role/amiops-reader',
})

const roleName = (key: string, name: string): Parameter => ({
  Type: 'String',
  Default: name,
  Description: `As ${key} of the config`,
  AllowedPattern: '^[A-Za-z0-9_+=,.@-]{1,64}$',
  ConstraintDescription: 'the name of a role, without a path',
})

const PARAMETER_ARN = 'arn:aws[a-z-]*:ssm:([a-z0-9-]+|[*]):([0-9]{12}|[*]):parameter/[A-Za-z0-9_.*/-]+'

/** In the groups, and the order, in which CloudFormation's console asks for them. */
const GROUPS: Readonly<Record<string, Readonly<Record<string, Parameter>>>> = {
  'Where the functions and the config are': {
    CodeBucket: {
      Type: 'String',
      Description: 'The bucket that holds the five zips',
      AllowedPattern: BUCKET,
      ConstraintDescription: A_BUCKET,
    },
    CodePrefix: {
      Type: 'String',
      Default: '',
      Description: 'What the keys of the zips begin with, such as amiops/',
      AllowedPattern: '^([A-Za-z0-9_.-]+/)*$',
      ConstraintDescription: 'nothing, or folders, each with a / at its end',
    },
    ConfigBucket: {
      Type: 'String',
      Description: 'The bucket that holds the config',
      AllowedPattern: BUCKET,
      ConstraintDescription: A_BUCKET,
    },
    ConfigKey: {
      Type: 'String',
      Default: 'amiops.config.yml',
      Description: 'The key of the config. It is read at the start, and again once a minute at most',
      AllowedPattern: '^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$',
      ConstraintDescription: 'letters, digits, and _ . - /',
    },
  },
  'The installation': {
    Stage: {
      Type: 'String',
      Default: 'production',
      Description: 'Part of every name: two stages live beside each other. Name the stack amiops-STAGE',
      AllowedPattern: '^[A-Za-z][A-Za-z0-9-]{0,29}$',
      ConstraintDescription: 'a letter, then letters, digits and -, 30 at most',
    },
    BotTokenParameter: parameterName('the Bot User OAuth Token of the Slack app', 'slack-bot-token'),
    SigningSecretParameter: parameterName('the Signing Secret of the Slack app', 'slack-signing-secret'),
    ExistingTable: {
      Type: 'String',
      Default: '',
      Description: 'The table of an earlier installation, to go on with its history. Empty: a new one',
      AllowedPattern: '^([A-Za-z0-9_.-]{3,255})?$',
      ConstraintDescription: 'the name of a table, or nothing',
    },
    GovSlack: {
      Type: 'String',
      Default: 'false',
      Description:
        'Whether the workspace is one of GovSlack: as slack.gov of the config, which the public function does not read',
      AllowedValues: ['true', 'false'],
    },
    FallbackEmail: {
      Type: 'String',
      Default: 'false',
      Description: 'A topic that e-mails what Slack does not accept: subscribe to it',
      AllowedValues: ['true', 'false'],
    },
    ReserveConcurrency: {
      Type: 'String',
      Default: 'false',
      Description:
        'Keeps 20 executions for Slack’s requests, and scans 40 accounts and regions at once in place of 4. It takes a quota that leaves 100 others: a new account has less',
      AllowedValues: ['true', 'false'],
    },
  },
  'Aliases of golden images': {
    AliasParameterArns: {
      Type: 'CommaDelimitedList',
      Default: '',
      Description:
        'The parameters of the config’s aliases in this account: ARNs with commas, * is allowed. Empty: none are here',
      AllowedPattern: `^(${PARAMETER_ARN})?$`,
      ConstraintDescription: 'ARNs of parameters such as arn:aws:ssm:*:*:parameter/golden/*',
    },
  },
  'An organization': {
    OrganizationId: {
      Type: 'String',
      Default: '',
      Description:
        'As organization.id of the config: its accounts may send events, and their roles may be assumed. Empty: none',
      AllowedPattern: '^(o-[a-z0-9]{10,32})?$',
      ConstraintDescription: 'an id such as o-a1b2c3d4e5, or nothing',
    },
    OrganizationReadRole: roleName('organization.readRole', 'amiops-reader'),
    OrganizationRole: roleName('organization.role', 'amiops-actor'),
    OrganizationListRole: {
      Type: 'String',
      Default: '',
      Description:
        'As organization.list.role of the config: schedule may assume it to list the accounts. Empty: they are found by their events',
      AllowedPattern: '^(arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+)?$',
      ConstraintDescription: 'the ARN of a role, or nothing',
    },
  },
  'Other accounts': {
    MemberAccounts: {
      Type: 'CommaDelimitedList',
      Default: '',
      Description:
        'Accounts outside of that organization that may send events (deploy/member.yml): ids with commas. Empty: none',
      AllowedPattern: '^([0-9]{12})?$',
      ConstraintDescription: 'account ids, 12 digits each',
    },
    ReadRoleArns: roles('look', 'the functions'),
    ActRoleArns: roles('look and to change images', 'requests'),
  },
}

export const PARAMETERS: Readonly<Record<string, Parameter>> = Object.assign({}, ...Object.values(GROUPS))

/** How the console shows them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-interface.html */
export const INTERFACE = {
  'AWS::CloudFormation::Interface': {
    ParameterGroups: Object.entries(GROUPS).map(([label, parameters]) => ({
      Label: { default: label },
      Parameters: Object.keys(parameters),
    })),
  },
}

/** The conditions of serverless.yml, by parameters in place of the deployment's settings. */
export const CONDITIONS = {
  ConcurrencyIsReserved: { 'Fn::Equals': [{ Ref: 'ReserveConcurrency' }, 'true'] },
  FallbackTopicIsOn: { 'Fn::Equals': [{ Ref: 'FallbackEmail' }, 'true'] },
  GovSlackIsOn: { 'Fn::Equals': [{ Ref: 'GovSlack' }, 'true'] },
  LedgerIsNew: { 'Fn::Equals': [{ Ref: 'ExistingTable' }, ''] },
  BotTokenIsNamed: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'BotTokenParameter' }, ''] }] },
  SigningSecretIsNamed: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'SigningSecretParameter' }, ''] }] },
  AliasesAreHere: {
    'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: 'AliasParameterArns' }] }, ''] }],
  },
  MayAssumeToRead: { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: 'ReadRoleArns' }] }, ''] }] },
  MayAssumeToAct: { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: 'ActRoleArns' }] }, ''] }] },
}
