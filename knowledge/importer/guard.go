package importer

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

var errPrivate = errors.New("is no public address")

// guard returns a dialer's Control that refuses every address that is not public. It sees the address that is dialled,
// after DNS, for each redirect anew, so that no name and no redirect gets round it.
func guard(allowPrivate bool) func(network, address string, c syscall.RawConn) error {
	return func(_, address string, _ syscall.RawConn) error {
		if allowPrivate {
			return nil
		}
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return fmt.Errorf("dial %s: %w", address, err)
		}
		ip, err := netip.ParseAddr(host)
		if err != nil {
			return fmt.Errorf("dial %s: %w", address, err)
		}
		if !public(ip) {
			return fmt.Errorf("%s %w", ip, errPrivate)
		}
		return nil
	}
}

// public reports whether ip is an address of the public internet, by the IANA special-purpose registries.
func public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.IsMulticast() {
		return false
	}
	if in(ip, "64:ff9b::/96") { // a translated IPv4 address stands in the last four bytes
		b := ip.As16()
		return public(netip.AddrFrom4([4]byte(b[12:])))
	}
	if in(ip, "2002::/16") { // and here right after the prefix
		b := ip.As16()
		return public(netip.AddrFrom4([4]byte(b[2:6])))
	}
	return !in(ip, "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
		"240.0.0.0/4", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fec0::/10", "fc00::/7")
}

func in(ip netip.Addr, prefixes ...string) bool {
	for _, p := range prefixes {
		if netip.MustParsePrefix(p).Contains(ip) {
			return true
		}
	}
	return false
}
