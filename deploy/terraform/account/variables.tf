variable "hub" {
  description = "The output member_parameters of the module that deploys amiops; or the outputs of its stack, by the names of the parameters of deploy/member.yml."
  type        = map(string)
}

variable "name" {
  description = "The name of the stack."
  type        = string
  default     = "amiops-production-member"
}

variable "alias_parameter_arns" {
  description = "The parameters of the config's aliases in this account; * is allowed."
  type        = list(string)
  default     = []
}

variable "may_change" {
  description = "Whether the account gets a role by which amiops changes images."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags of the stack and of what it holds."
  type        = map(string)
  default     = {}
}
