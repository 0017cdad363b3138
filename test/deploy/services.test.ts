import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { environment } from '../../src/config/environment.ts';
import { variables } from '../../src/config.ts';
import { hasTool } from '../needed-tool.ts';
import { root } from './dockerfile.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** Names that are Node's, and no settings of ours. */
const foreign = /^NODE_/;
const stopSeconds = environment.shape.STOP_SECONDS.parse(undefined);

/** Those of these names that nothing reads. */
function unknown(names: readonly string[]): readonly string[] {
  return names.filter((name) => !foreign.test(name) && !variables.includes(name.replace(/_FILE$/, '')));
}

const strings = z.record(z.string(), z.string());
const Service = z.object({
  environment: strings,
  volumes: z.array(z.string()),
  stop_grace_period: z.string(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  init: z.literal(true),
  image: z.string(),
});
const Compose = z.object({ services: z.object({ darkroom: Service }), volumes: z.record(z.string(), z.null()) });

test('compose sets what Darkroom reads, keeps its data in a volume, and waits for it longer than it takes to stop', () => {
  const { services, volumes } = Compose.parse(parse(read('compose.yaml')));
  const { darkroom } = services;
  expect(unknown(Object.keys(darkroom.environment))).toEqual([]);
  expect(darkroom.environment.STORE_URL).toBe('sqlite:/app/data/darkroom.sqlite');
  expect(darkroom.volumes).toEqual(Object.keys(volumes).map((name) => `${name}:/app/data`));
  expect(Number(/^(\d+)s$/.exec(darkroom.stop_grace_period)?.[1])).toBeGreaterThan(stopSeconds + 5);
  expect(darkroom.image.toLowerCase().replace('darkroom_image', 'DARKROOM_IMAGE')).toBe(darkroom.image);
});

test('compose for several processes gives them one Redis, which forgets nothing and which only they reach', () => {
  const Cluster = z.object({
    services: z.strictObject({
      darkroom: z.strictObject({
        environment: strings,
        deploy: z.object({ replicas: z.number().min(2) }),
        depends_on: z.record(z.string(), z.object({ condition: z.literal('service_healthy') })),
      }),
      redis: z.object({
        image: z.string(),
        command: z.array(z.string()),
        volumes: z.array(z.string()),
        ports: z.never().optional(),
        healthcheck: z.object({ test: z.array(z.string()) }),
      }),
    }),
    volumes: z.record(z.string(), z.null()),
  });
  const { services, volumes } = Cluster.parse(parse(read('deploy/compose.cluster.yaml')));
  const { darkroom, redis } = services;
  expect(unknown(Object.keys(darkroom.environment))).toEqual([]);
  const { hostname } = new URL(darkroom.environment.STORE_URL ?? '');
  expect([hostname, ...Object.keys(darkroom.depends_on)]).toEqual(['redis', 'redis']);
  expect(redis.command.join(' ')).toContain('--appendonly yes --maxmemory-policy noeviction');
  expect(redis.volumes).toEqual(Object.keys(volumes).map((name) => `${name}:/data`));
  // An older one cannot say when its disk has what was written.
  const [, major = 0, minor = 0] = /^redis:(\d+)\.(\d+)$/.exec(redis.image) ?? [];
  expect(Number(major) * 100 + Number(minor)).toBeGreaterThanOrEqual(702);
});

describe('the files for Kubernetes', () => {
  const folder = 'deploy/kubernetes';
  const Deployment = z.object({
    spec: z.object({
      replicas: z.literal(1),
      strategy: z.object({ type: z.literal('Recreate') }),
      template: z.object({
        spec: z.object({
          terminationGracePeriodSeconds: z.number(),
          securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.literal(1000) }),
          containers: z.tuple([
            z.object({
              image: z.string(),
              startupProbe: z.object({ httpGet: z.object({ path: z.literal('/livez') }) }),
              livenessProbe: z.object({ httpGet: z.object({ path: z.literal('/livez') }) }),
              readinessProbe: z.object({ httpGet: z.object({ path: z.literal('/healthz') }) }),
              securityContext: z.object({ readOnlyRootFilesystem: z.literal(true) }),
              volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
            }),
          ]),
          volumes: z.array(z.looseObject({ name: z.string() })),
        }),
      }),
    }),
  });
  const Kustomization = z.object({
    resources: z.array(z.string()),
    images: z.array(z.object({ name: z.string() })),
    configMapGenerator: z.tuple([z.object({ literals: z.array(z.string()) })]),
  });
  const { spec } = Deployment.parse(parse(read(`${folder}/deployment.yaml`)));
  const pod = spec.template.spec;
  const kustomization = Kustomization.parse(parse(read(`${folder}/kustomization.yaml`)));

  test('name one another, and settings that Darkroom reads', () => {
    expect(['kustomization.yaml', ...kustomization.resources].sort()).toEqual(readdirSync(join(root, folder)).sort());
    const [config] = kustomization.configMapGenerator;
    const names = config.literals.map((literal) => literal.split('=')[0] ?? '');
    expect(unknown(names)).toEqual([]);
    expect(kustomization.images.map(({ name }) => name)).toEqual([pod.containers[0].image]);
  });

  test('mount the folder that each file is looked for in', () => {
    const [{ volumeMounts }] = pod.containers;
    expect(volumeMounts.map(({ name }) => name).sort()).toEqual(pod.volumes.map(({ name }) => name).sort());
    const mounted = volumeMounts.map(({ mountPath }) => mountPath);
    const [config] = kustomization.configMapGenerator;
    const paths = config.literals.flatMap((literal) => /(\/.*)\/\w[\w.]*$/.exec(literal)?.[1] ?? []);
    expect(paths).toHaveLength(3);
    for (const path of paths) expect(mounted).toContain(path);
  });

  test('wait longer than a stop takes', () => {
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(stopSeconds + 5);
  });
});

describe('the files for several processes in Kubernetes', () => {
  const folder = 'deploy/kubernetes-cluster';
  const Kustomization = z.object({
    resources: z.tuple([z.literal('../kubernetes')]),
    patches: z.tuple([z.object({ path: z.string() }), z.object({ patch: z.string() })]),
  });
  const Processes = z.object({
    spec: z.object({
      replicas: z.number().min(2),
      strategy: z.object({
        type: z.literal('RollingUpdate'),
        rollingUpdate: z.object({ maxSurge: z.literal(1), maxUnavailable: z.literal(0) }),
      }),
      minReadySeconds: z.number(),
      template: z.object({
        spec: z.object({
          containers: z.tuple([
            z.object({
              env: z.array(z.object({ name: z.string(), valueFrom: z.object({ secretKeyRef: strings }) })),
              readinessProbe: z.object({ periodSeconds: z.number(), failureThreshold: z.literal(1) }),
            }),
          ]),
          volumes: z.array(z.object({ name: z.string(), persistentVolumeClaim: z.null() })),
        }),
      }),
    }),
  });
  const { patches } = Kustomization.parse(parse(read(`${folder}/kustomization.yaml`)));
  const { spec } = Processes.parse(parse(read(`${folder}/${patches[0].path}`)));

  test('start one more before they stop one, and none counts before Discord is there', () => {
    const [{ readinessProbe }] = spec.template.spec.containers;
    // /healthz gives a start 30 s without Discord before it says that it is unwell.
    expect(spec.minReadySeconds).toBeGreaterThan(30 + readinessProbe.periodSeconds);
  });

  test('take the store from the secret, and keep nothing on a disk of their own', () => {
    const [{ env }] = spec.template.spec.containers;
    expect(unknown(env.map(({ name }) => name))).toEqual([]);
    expect(env).toEqual([{ name: 'STORE_URL', valueFrom: { secretKeyRef: { name: 'darkroom', key: 'STORE_URL' } } }]);
    const [, { patch }] = patches;
    expect(parse(patch)).toMatchObject({
      $patch: 'delete',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'darkroom' },
    });
    expect(spec.template.spec.volumes.map(({ name }) => name)).toEqual(['data']);
  });
});

describe.each([
  { file: 'darkroom.service', called: 'darkroom.service' },
  { file: 'darkroom@.service', called: 'darkroom@i.service' },
])('the unit $file for systemd', ({ file, called }) => {
  const path = join(root, 'deploy', file);
  const values = (name: string) =>
    [...readFileSync(path, 'utf8').matchAll(new RegExp(`^#?${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

  test('sets what Darkroom reads, waits longer than a stop takes, and does not restart what only a person can mend', () => {
    expect(unknown(values('Environment').map((value) => value.split('=')[0] ?? ''))).toEqual([]);
    expect(unknown(values('LoadCredential').map((value) => value.split(':')[0] ?? ''))).toEqual([]);
    expect(Number(values('TimeoutStopSec')[0])).toBeGreaterThan(stopSeconds + 5);
    expect(values('RestartPreventExitStatus')).toEqual(['78']);
    expect(values('ExecStart')[0]).toMatch(/ src\/index\.ts$/);
  });

  test('shuts the service in so far that systemd calls it safe', async (context) => {
    if (!hasTool('systemd-analyze', 'systemd')) context.skip();
    const flags = ['security', '--offline=true', '--threshold=20', '--no-pager', path];
    const { stdout } = await promisify(execFile)('systemd-analyze', flags);
    expect(stdout).toContain(`Overall exposure level for ${called}`);
  });
});

test('the unit for two processes does for each what the other one does for its only one, in a folder of its own', () => {
  const lines = (file: string) =>
    read(`deploy/${file}`)
      .split('\n')
      .filter((line) => /^#?\w+=/.test(line));
  const [alone, instance] = [lines('darkroom.service'), lines('darkroom@.service')];
  expect(instance.map((line) => line.replace(' (%i)', '').replace('/opt/darkroom/%i', '/opt/darkroom'))).toEqual(alone);
  expect(instance.filter((line) => line.includes('/opt/darkroom'))).toHaveLength(2);
  expect(instance.filter((line) => line.includes('/opt/darkroom/%i'))).toHaveLength(2);
});
