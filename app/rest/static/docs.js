// Shows openapi.json. All text goes in as text, never as HTML.
'use strict';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const SCHEMAS = '#/components/schemas/';
const source = document.currentScript.dataset.document;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// `code` between backquotes is code.
function prose(text) {
  return text.split('`').map((part, n) => (n % 2 ? element('code', {}, part) : part));
}

function slug(text) {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function joined(parts, between) {
  return parts.flatMap((part, n) => (n ? [between, part] : [part])).flat();
}

// What a value may be, in a few words; the schemas of the document are links.
function kind(schema) {
  if (schema.$ref) {
    const name = schema.$ref.replace(SCHEMAS, '');
    return [element('a', { href: `#schema-${name}` }, name)];
  }
  const either = schema.anyOf || schema.oneOf || schema.allOf;
  if (either) return joined(either.map(kind), ' or ');
  if ('const' in schema) return [JSON.stringify(schema.const)];
  if (schema.enum) return [schema.enum.map((each) => JSON.stringify(each)).join(', ')];
  const types = [schema.type || 'anything'].flat();
  return joined(types.map((type) => (type === 'array' ? listOf(schema) : [type])), ' or ');
}

function listOf(schema) {
  return schema.items ? ['list of ', ...kind(schema.items)] : ['list'];
}

function limits(schema) {
  const said = [];
  const values = { minimum: 'at least', maximum: 'at most', pattern: 'like', format: 'form:' };
  for (const [key, word] of Object.entries(values)) {
    if (key in schema) said.push(`${word} ${schema[key]}`);
  }
  if (schema.minLength) said.push('not empty');
  if (schema.default !== undefined) said.push(`default ${JSON.stringify(schema.default)}`);
  if (schema.examples) said.push(`as in ${JSON.stringify(schema.examples[0])}`);
  return said.length ? ` · ${said.join(' · ')}` : '';
}

function field(name, schema, needed, description = schema.description) {
  const term = element('dt', {}, element('code', {}, name));
  if (needed) term.append(' ', element('span', { class: 'needed' }, 'required'));
  const told = element('dd', {});
  if (description) told.append(element('div', {}, ...prose(description)));
  told.append(element('div', { class: 'type' }, ...kind(schema), limits(schema)));
  return element('div', {}, term, told);
}

function fields(schema) {
  const needed = schema.required || [];
  const entries = Object.entries(schema.properties || {});
  return element('dl', {}, ...entries.map(([name, each]) => field(name, each, needed.includes(name))));
}

function parameters(list) {
  return element('dl', {}, ...list.map((each) =>
    field(each.name, each.schema, each.required, each.description)));
}

function resolved(doc, value) {
  if (!value.$ref) return value;
  return value.$ref.slice(2).split('/').reduce((place, key) => place[key], doc);
}

function answers(doc, responses) {
  const rows = Object.entries(responses).map(([status, given]) => {
    const answer = resolved(doc, given);
    const content = Object.values(answer.content || {})[0];
    const told = element('dd', {}, element('div', {}, ...prose(answer.description)));
    if (content) told.append(element('div', { class: 'type' }, ...kind(content.schema)));
    return element('div', {}, element('dt', {}, element('code', {}, status)), told);
  });
  return element('dl', {}, ...rows);
}

function sample(doc, schema) {
  const whole = resolved(doc, schema);
  if (whole.properties) {
    const wanted = whole.required || Object.keys(whole.properties).slice(0, 1);
    return Object.fromEntries(wanted.map((name) => [name, sample(doc, whole.properties[name])]));
  }
  if (whole.allOf || whole.anyOf) return sample(doc, (whole.allOf || whole.anyOf)[0]);
  if (whole.examples) return whole.examples[0];
  if (whole.enum) return whole.enum[0];
  const type = [whole.type].flat()[0];
  return { array: ['…'], boolean: true, integer: 1, number: 1, object: {} }[type] ?? '…';
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function command(doc, path, method, operation) {
  const query = (operation.parameters || []).filter((each) => each.required);
  const asked = query.map((each) => `${each.name}=…`).join('&');
  const url = doc.servers[0].url + path + (asked ? `?${asked}` : '');
  const lines = [`curl -u "$KEY:" ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${quoted(url)}`];
  for (const [type, content] of Object.entries(operation.requestBody?.content || {})) {
    if (type === 'application/json') {
      lines.push(`-H 'Content-Type: ${type}'`, `-d ${quoted(JSON.stringify(sample(doc, content.schema)))}`);
    } else {
      lines.push("-F 'file=@hero.jpg'", "-F 'fileName=hero.jpg'");
    }
  }
  return element('pre', { tabindex: '0' }, lines.join(' \\\n  '));
}

function section(title, content) {
  return [element('h3', {}, title), content];
}

function operationOf(doc, path, method, operation, shared) {
  const title = element('summary', {},
    element('span', { class: `method ${method}` }, method.toUpperCase()),
    element('span', { class: 'path' }, path),
    element('span', { class: 'said' }, operation.summary));
  const inside = element('div', { class: 'inside' });
  const list = [...shared, ...(operation.parameters || [])];
  if (list.length) inside.append(...section('Parameters', parameters(list)));
  for (const [type, content] of Object.entries(operation.requestBody?.content || {})) {
    inside.append(...section(`Body: ${type}`, fields(resolved(doc, content.schema))));
  }
  if ((operation.security || []).some((each) => !Object.keys(each).length)) {
    inside.append(element('p', { class: 'note' }, 'Browsers may ask without the private key.'));
  }
  inside.append(...section('Answers', answers(doc, operation.responses)));
  inside.append(...section('Example', command(doc, path, method, operation)));
  const id = `operation-${operation.operationId}`;
  return element('details', { class: 'operation', id }, title, inside);
}

function operationsOf(doc, tag) {
  const found = [];
  for (const [path, methods] of Object.entries(doc.paths)) {
    for (const method of METHODS.filter((each) => methods[each]?.tags.includes(tag))) {
      found.push(operationOf(doc, path, method, methods[method], methods.parameters || []));
    }
  }
  return found;
}

function schemaOf(name, schema) {
  const title = element('summary', {}, element('span', { class: 'path' }, name));
  const told = schema.properties ? fields(schema) : element('p', { class: 'type' }, ...kind(schema));
  const inside = element('div', { class: 'inside' }, told);
  return element('details', { class: 'schema', id: `schema-${name}` }, title, inside);
}

function group(title, items) {
  const id = slug(title);
  document.getElementById('contents').append(element('a', { href: `#${id}` }, title));
  return element('section', {}, element('h2', { id }, title), ...items);
}

function show(doc) {
  const main = document.getElementById('main');
  main.replaceChildren(element('p', {}, ...prose(doc.info.summary)),
    element('p', {}, ...prose(doc.info.description)),
    element('p', { class: 'note' }, `Version ${doc.info.version} · ${doc.servers[0].url}`));
  for (const { name } of doc.tags) main.append(group(name, operationsOf(doc, name)));
  const schemas = Object.entries(doc.components.schemas);
  main.append(group('Schemas', schemas.map(([name, schema]) => schemaOf(name, schema))));
}

function filter(text) {
  const wanted = text.trim().toLowerCase();
  for (const item of document.querySelectorAll('details')) {
    const title = item.querySelector('summary').textContent.toLowerCase();
    item.hidden = !title.includes(wanted);
  }
  for (const part of document.querySelectorAll('main section')) {
    part.hidden = !part.querySelector('details:not([hidden])');
  }
}

// A link to something folded opens it.
function open() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named?.tagName !== 'DETAILS') return;
  named.open = true;
  named.scrollIntoView();
}

async function start() {
  try {
    const answer = await fetch(source);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    show(await answer.json());
  } catch (error) {
    document.getElementById('status')?.replaceChildren(`The document cannot be shown: ${error.message}`);
    throw error;
  }
  const wanted = document.getElementById('filter');
  wanted.addEventListener('input', () => filter(wanted.value));
  filter(wanted.value);
  window.addEventListener('hashchange', open);
  open();
}

start();
