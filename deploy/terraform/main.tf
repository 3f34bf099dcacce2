# The template and the functions that `npm run package` writes, uploaded and deployed as one CloudFormation stack.

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
  template = "amiops.template.json"
  config   = "${var.prefix}${var.stage}.config.yml"
  # Zips are named after their content already. The template needs it too: a stack is updated only when its address changes.
  keys = {
    for file in fileset(var.release, "*") : file => (
      file == local.template
      ? "${var.prefix}${substr(filesha256("${var.release}/${file}"), 0, 12)}-${file}"
      : "${var.prefix}${file}"
    )
  }
}

data "aws_s3_bucket" "this" {
  bucket = var.bucket
}

resource "aws_s3_object" "release" {
  for_each    = local.keys
  bucket      = var.bucket
  key         = each.value
  source      = "${var.release}/${each.key}"
  source_hash = filesha256("${var.release}/${each.key}")

  lifecycle {
    # A stack that rolls back needs the earlier zips.
    create_before_destroy = true
  }
}

# Read by the functions within a minute; a change of it deploys nothing.
resource "aws_s3_object" "config" {
  bucket      = var.bucket
  key         = local.config
  source      = var.config
  source_hash = filesha256(var.config)
}

resource "aws_cloudformation_stack" "this" {
  name         = "amiops-${var.stage}"
  template_url = "https://${data.aws_s3_bucket.this.bucket_regional_domain_name}/${local.keys[local.template]}"
  capabilities = ["CAPABILITY_NAMED_IAM"]
  tags         = var.tags

  parameters = {
    Stage                  = var.stage
    CodeBucket             = var.bucket
    CodePrefix             = var.prefix
    ConfigBucket           = var.bucket
    ConfigKey              = local.config
    BotTokenParameter      = var.bot_token_parameter
    SigningSecretParameter = var.signing_secret_parameter
    ExistingTable          = var.existing_table
    GovSlack               = tostring(var.gov_slack)
    FallbackEmail          = tostring(var.fallback_topic)
    ReserveConcurrency     = tostring(var.reserve_concurrency)
    AliasParameterArns     = join(",", var.alias_parameter_arns)
    OrganizationId         = var.organization_id
    OrganizationReadRole   = var.organization_read_role
    OrganizationRole       = var.organization_role
    OrganizationListRole   = var.organization_list_role
    MemberAccounts         = join(",", var.member_accounts)
    ReadRoleArns           = join(",", var.read_role_arns)
    ActRoleArns            = join(",", var.act_role_arns)
  }

  depends_on = [aws_s3_object.release, aws_s3_object.config]
}
