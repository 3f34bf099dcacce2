variable "release" {
  description = "The folder that `npm run package` writes: .serverless/release."
  type        = string
}

variable "config" {
  description = "The file of the config, amiops.config.yml. `npm run doctor` checks it."
  type        = string
}

variable "bucket" {
  description = "A bucket without dots in its name, in the region of the provider, for the functions, the template and the config."
  type        = string
}

variable "prefix" {
  description = "What the keys of the objects begin with: folders, each with a / at its end."
  type        = string
  default     = "amiops/"
}

variable "stage" {
  description = "Part of every name: two stages live beside each other."
  type        = string
  default     = "production"
}

variable "bot_token_parameter" {
  description = "The SSM parameter with the app's Bot User OAuth Token; empty for /amiops/STAGE/slack-bot-token. Store it by hand: what Terraform creates is in its state."
  type        = string
  default     = ""
}

variable "signing_secret_parameter" {
  description = "The SSM parameter with the app's Signing Secret; empty for /amiops/STAGE/slack-signing-secret."
  type        = string
  default     = ""
}

variable "existing_table" {
  description = "The table of an earlier installation, to go on with its history; empty for a new one."
  type        = string
  default     = ""
}

variable "gov_slack" {
  description = "Whether the workspace is one of GovSlack: as slack.gov of the config."
  type        = bool
  default     = false
}

variable "fallback_topic" {
  description = "A topic that e-mails what Slack does not accept."
  type        = bool
  default     = false
}

variable "reserve_concurrency" {
  description = "Keeps 20 executions for Slack's requests, and scans 40 accounts and regions at once in place of 4. It takes a quota that leaves 100 others."
  type        = bool
  default     = false
}

variable "alias_parameter_arns" {
  description = "The parameters of the config's aliases in this account; * is allowed."
  type        = list(string)
  default     = []
}

variable "organization_id" {
  description = "As organization.id of the config: its accounts may send events, and their roles may be assumed; empty for none. Its stacks: organization/."
  type        = string
  default     = ""
}

variable "organization_read_role" {
  description = "As organization.readRole of the config."
  type        = string
  default     = "amiops-reader"
}

variable "organization_list_role" {
  description = "As organization.list.role of the config. Empty: the accounts are found by their events."
  type        = string
  default     = ""
}

variable "organization_role" {
  description = "As organization.role of the config."
  type        = string
  default     = "amiops-actor"
}

variable "member_accounts" {
  description = "Accounts outside of that organization that may send events."
  type        = list(string)
  default     = []
}

variable "read_role_arns" {
  description = "Roles in other accounts that amiops may assume to look; * is allowed."
  type        = list(string)
  default     = []
}

variable "act_role_arns" {
  description = "Roles in other accounts that amiops may assume to change images; * is allowed."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags of the stack and of what it holds."
  type        = map(string)
  default     = {}
}
