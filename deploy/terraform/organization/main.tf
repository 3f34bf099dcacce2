# Stacks of deploy/member.yml in every account of organizational units, by a stack set with automatic deployment. The provider is one
# of the management account, or of a delegated administrator for CloudFormation StackSets; trusted access has to be activated.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

locals {
  call_as = var.delegated ? "DELEGATED_ADMIN" : "SELF"
  # The roles are made by the stacks in the hub's region.
  regions = setunion(var.regions, [var.hub.HubRegion])
}

resource "aws_cloudformation_stack_set" "members" {
  name             = var.name
  description      = "amiops: events and roles of member accounts"
  permission_model = "SERVICE_MANAGED"
  call_as          = local.call_as
  capabilities     = ["CAPABILITY_NAMED_IAM"]
  template_body    = file("${path.module}/../../member.yml")
  tags             = var.tags

  parameters = merge(var.hub, {
    AliasParameterArns = join(",", var.alias_parameter_arns)
    MayChange          = tostring(var.may_change)
  })

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  managed_execution {
    active = true
  }

  lifecycle {
    # Stack sets with permissions managed by the service have none.
    ignore_changes = [administration_role_arn]
  }
}

resource "aws_cloudformation_stack_set_instance" "members" {
  for_each                  = local.regions
  stack_set_name            = aws_cloudformation_stack_set.members.name
  stack_set_instance_region = each.value
  call_as                   = local.call_as

  deployment_targets {
    organizational_unit_ids = var.units
  }

  operation_preferences {
    # An account that fails keeps no other from its stack.
    concurrency_mode             = "SOFT_FAILURE_TOLERANCE"
    failure_tolerance_percentage = 100
    max_concurrent_percentage    = 100
  }
}
