import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../src/lib/public-address.ts';

const refused =
  `0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.0.1
  168.63.129.16 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1
  198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
  :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:8.8.8.8 0:0:0:0:0:ffff:a00:1 ::ffff:0:10.0.0.1
  64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b:: 64:ff9b::1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 100::1 2001::1
  2001:0:53aa:64c:0:0:f5ff:fffe 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1
  2002:808:808:: 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fdff::1 fe80::1 fe80::1%eth0 2606:4700::1%eth0 febf::1
  fec0::1 ff02::1 ff0e::1`.split(/\s+/);

const allowed =
  `1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255
  172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
  2001:200::1 2003::1 2606:4700:4700::1111 2a00:1450:4001:80b::200e 64:ff9b::8.8.8.8 64:ff9b::808:808
  64:ff9b:0:0:0:0:101:101`.split(/\s+/);

const nonsense = [
  '',
  'localhost',
  '1.2.3',
  '0x7f.0.0.1',
  '010.0.0.1',
  '2130706433',
  '[::1]',
  '1.1.1.1 ',
  '::g',
  '1.1.1.1:80',
];

/** The private IPv4 blocks everybody means, as a second opinion in plain arithmetic. */
const privateV4 = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), fc.nat(255), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.integer({ min: 224, max: 255 }), fc.nat(255), fc.nat(255), fc.nat(255)),
);

const groups = (length: number) => fc.array(fc.nat(0xffff), { minLength: length, maxLength: length });

/** Every way to write the same IPv6 address that matters: long, padded, loud, compressed. */
function forms(words: readonly number[]): string[] {
  const long = words.map((word) => word.toString(16)).join(':');
  const padded = words.map((word) => word.toString(16).padStart(4, '0')).join(':');
  return [long, padded, padded.toUpperCase(), new URL(`http://[${long}]/`).hostname.slice(1, -1)];
}

describe('which addresses are public', () => {
  it.each(refused)('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(allowed)('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(nonsense)('text that is no address is not: "%s"', (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });

  it('a private IPv4 address stays private however IPv6 wraps it', () => {
    fc.assert(
      fc.property(privateV4, ([a, b, c, d]) => {
        const [high, low] = [a * 256 + b, c * 256 + d];
        const wrapped = [
          [0, 0, 0, 0, 0, 0xffff, high, low],
          [0, 0, 0, 0, 0xffff, 0, high, low],
          [0, 0, 0, 0, 0, 0, high, low],
          [0x64, 0xff9b, 0, 0, 0, 0, high, low],
          [0x64, 0xff9b, 1, 0, 0, 0, high, low],
          [0x2002, high, low, 0, 0, 0, 0, 1],
        ].flatMap(forms);
        const dotted = `${a}.${b}.${c}.${d}`;
        for (const text of [dotted, `::${dotted}`, `::ffff:${dotted}`, `64:ff9b::${dotted}`, ...wrapped]) {
          expect(isPublicAddress(text), text).toBe(false);
        }
      }),
    );
  });

  it('NAT64 of an IPv4 address is exactly as public as that address', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`64:ff9b::${address}`)).toBe(isPublicAddress(address));
      }),
    );
  });

  it('every form of an IPv6 address gets the same answer, and outside 2000::/3 and NAT64 it is no', () => {
    fc.assert(
      fc.property(groups(8), (words) => {
        const answers = new Set(forms(words).map(isPublicAddress));
        expect(answers.size).toBe(1);
        const [first = 0] = words;
        if (first !== 0x64 && (first < 0x2000 || first > 0x3fff)) expect(answers.has(true)).toBe(false);
      }),
    );
  });

  it('any text gets an answer', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV6(), fc.domain()), (text) => {
        expect(typeof isPublicAddress(text)).toBe('boolean');
      }),
    );
  });
});
