/** Why a server could not be reached. */
export type Unreached = 'dns' | 'refused' | 'unreachable' | 'tls' | 'timeout' | 'proxy' | 'broken';
