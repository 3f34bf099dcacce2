import type { DescribeLaunchTemplatesResult } from '@aws-sdk/client-ec2'
import type { Action } from '../action.ts'
import { fitsFilters, parseFilters, readTagFilter } from '../filters.ts'
import { findOwnTemplates, templateNotFound } from '../launch-templates.ts'
import { readPage, validatePage } from '../pages.ts'

const PAGE_AT_MOST = 200

export const DescribeLaunchTemplates: Action = {
  validate: query => validatePage(query, PAGE_AT_MOST),
  run(call, world): DescribeLaunchTemplatesResult {
    const ids = call.query.list('LaunchTemplateId')
    const names = call.query.list('LaunchTemplateName')
    const filters = parseFilters(call.query)
    const own = findOwnTemplates(call, world).map(({ template }) => template)
    for (const id of ids) {
      if (!own.some(template => template.LaunchTemplateId === id)) throw templateNotFound('id', id)
    }
    for (const name of names) {
      if (!own.some(template => template.LaunchTemplateName === name)) throw templateNotFound('name', name)
    }
    const shown = own.filter(
      template =>
        (ids.length + names.length === 0 ||
          ids.includes(template.LaunchTemplateId) ||
          names.includes(template.LaunchTemplateName)) &&
        fitsFilters(filters, name =>
          name === 'launch-template-name'
            ? [template.LaunchTemplateName]
            : readTagFilter(name, template.Tags),
        ),
    )
    const { items, NextToken } = readPage(shown, call.query)
    return { LaunchTemplates: items, ...(NextToken !== undefined && { NextToken }) }
  },
}
