package cnf

// Fingerprint returns the bits of a clause: a part of it has no other bits.
func Fingerprint(lits []Lit) (bits uint64) {
	for _, l := range lits {
		bits |= 1 << (uint32(l) * 0x9E3779B1 >> 26)
	}
	return bits
}

// Subset reports whether b has all literals of a; both are ascending.
func Subset(a, b []Lit) bool {
	k := 0
	for _, l := range b {
		if k == len(a) || l > a[k] {
			break
		}
		if l == a[k] {
			k++
		}
	}
	return k == len(a)
}
