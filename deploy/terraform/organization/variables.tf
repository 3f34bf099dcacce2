variable "hub" {
  description = "The output member_parameters of the module that deploys amiops; or the outputs of its stack, by the names of the parameters of deploy/member.yml."
  type        = map(string)
}

variable "units" {
  description = "Organizational units or a root, with those below. The management account gets no stack."
  type        = list(string)
}

variable "regions" {
  description = "As organization.regions of the config."
  type        = set(string)
}

variable "name" {
  description = "The name of the stack set."
  type        = string
  default     = "amiops-production-members"
}

variable "delegated" {
  description = "Whether the provider's account is a delegated administrator, not the management account."
  type        = bool
  default     = false
}

variable "alias_parameter_arns" {
  description = "The parameters of the config's aliases in member accounts; * is allowed."
  type        = list(string)
  default     = []
}

variable "may_change" {
  description = "Whether the accounts get a role by which amiops changes images."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags of the stack set and of the stacks."
  type        = map(string)
  default     = {}
}
