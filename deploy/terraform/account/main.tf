# The stack of deploy/member.yml in one account and region: those of the provider. For each region, and first of all for the hub's
# region, which has the roles.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

resource "aws_cloudformation_stack" "member" {
  name          = var.name
  template_body = file("${path.module}/../../member.yml")
  capabilities  = ["CAPABILITY_NAMED_IAM"]
  tags          = var.tags

  parameters = merge(var.hub, {
    AliasParameterArns = join(",", var.alias_parameter_arns)
    MayChange          = tostring(var.may_change)
  })
}
