// The numbers that Linux gives to families, types, options and flags, under their C names.

/** Address families. A socket of `AF_INET` has addresses `[host, port]`, of `AF_INET6` `[host, port, flowinfo, scope_id]`, of `AF_UNIX` a path. */
export const AF_UNSPEC = 0 as const;
export const AF_UNIX = 1 as const;
export const AF_INET = 2 as const;
export const AF_INET6 = 10 as const;

/** Socket types: a stream of bytes, messages with a sender, and raw packets (which only `getaddrinfo` speaks of). */
export const SOCK_STREAM = 1 as const;
export const SOCK_DGRAM = 2 as const;
export const SOCK_RAW = 3 as const;

/** `how` of `shutdown`. */
export const SHUT_RD = 0 as const;
export const SHUT_WR = 1 as const;
export const SHUT_RDWR = 2 as const;

/** Protocols, and levels of options. */
export const IPPROTO_IP = 0;
export const IPPROTO_ICMP = 1;
export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;
export const IPPROTO_IPV6 = 41;
export const IPPROTO_ICMPV6 = 58;
export const SOL_SOCKET = 1;
export const SOL_IP = 0;
export const SOL_TCP = 6;
export const SOL_UDP = 17;

/** Options of level `SOL_SOCKET`. */
export const SO_REUSEADDR = 2;
export const SO_TYPE = 3;
export const SO_ERROR = 4;
export const SO_BROADCAST = 6;
export const SO_SNDBUF = 7;
export const SO_RCVBUF = 8;
export const SO_KEEPALIVE = 9;
export const SO_LINGER = 13;
export const SO_REUSEPORT = 15;
export const SO_RCVTIMEO = 20;
export const SO_SNDTIMEO = 21;
export const SO_ACCEPTCONN = 30;
export const SO_PROTOCOL = 38;
export const SO_DOMAIN = 39;
export const SOMAXCONN = 4096;

/** Options of level `IPPROTO_TCP`. */
export const TCP_NODELAY = 1;
export const TCP_MAXSEG = 2;
export const TCP_CORK = 3;
export const TCP_KEEPIDLE = 4;
export const TCP_KEEPINTVL = 5;
export const TCP_KEEPCNT = 6;
export const TCP_QUICKACK = 12;
export const TCP_USER_TIMEOUT = 18;

/** Options of level `IPPROTO_IP`. */
export const IP_TOS = 1;
export const IP_TTL = 2;
export const IP_MULTICAST_IF = 32;
export const IP_MULTICAST_TTL = 33;
export const IP_MULTICAST_LOOP = 34;
export const IP_ADD_MEMBERSHIP = 35;
export const IP_DROP_MEMBERSHIP = 36;
export const IP_DEFAULT_MULTICAST_LOOP = 1;
export const IP_DEFAULT_MULTICAST_TTL = 1;
export const IP_MAX_MEMBERSHIPS = 20;

/** Options of level `IPPROTO_IPV6`. */
export const IPV6_UNICAST_HOPS = 16;
export const IPV6_MULTICAST_IF = 17;
export const IPV6_MULTICAST_HOPS = 18;
export const IPV6_MULTICAST_LOOP = 19;
export const IPV6_JOIN_GROUP = 20;
export const IPV6_LEAVE_GROUP = 21;
export const IPV6_V6ONLY = 26;

/** Flags of `recv` and `send`. */
export const MSG_OOB = 1;
export const MSG_PEEK = 2;
export const MSG_DONTWAIT = 64;
export const MSG_WAITALL = 256;
export const MSG_NOSIGNAL = 16384;

/** Flags of `getaddrinfo`. */
export const AI_PASSIVE = 1;
export const AI_CANONNAME = 2;
export const AI_NUMERICHOST = 4;
export const AI_V4MAPPED = 8;
export const AI_ALL = 16;
export const AI_ADDRCONFIG = 32;
export const AI_NUMERICSERV = 1024;

/** Numbers of `gaierror`. */
export const EAI_BADFLAGS = -1;
export const EAI_NONAME = -2;
export const EAI_AGAIN = -3;
export const EAI_FAIL = -4;
export const EAI_NODATA = -5;
export const EAI_FAMILY = -6;
export const EAI_SOCKTYPE = -7;
export const EAI_SERVICE = -8;
export const EAI_ADDRFAMILY = -9;
export const EAI_MEMORY = -10;
export const EAI_SYSTEM = -11;
export const EAI_OVERFLOW = -12;

/** Flags and sizes of `getnameinfo`. */
export const NI_NUMERICHOST = 1;
export const NI_NUMERICSERV = 2;
export const NI_NOFQDN = 4;
export const NI_NAMEREQD = 8;
export const NI_DGRAM = 16;
export const NI_MAXHOST = 1025;
export const NI_MAXSERV = 32;

/** IPv4 addresses as integers, and the borders of port numbers. */
export const INADDR_ANY = 0;
export const INADDR_LOOPBACK = 0x7f000001;
export const INADDR_BROADCAST = 0xffffffff;
export const INADDR_NONE = 0xffffffff;
export const INADDR_UNSPEC_GROUP = 0xe0000000;
export const INADDR_ALLHOSTS_GROUP = 0xe0000001;
export const INADDR_MAX_LOCAL_GROUP = 0xe00000ff;
export const IPPORT_RESERVED = 1024;
export const IPPORT_USERRESERVED = 5000;

/** Whether the platform can do IPv6: Node always can. */
export const has_ipv6 = true;
