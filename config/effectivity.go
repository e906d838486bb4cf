package config

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Point is the date, serial number and plant at which effectivities are
// asked ("as of"), such as those of an order. A zero field is not given.
type Point struct {
	Date   Date   `json:"date,omitzero"`
	Serial uint64 `json:"serial,omitzero"`
	Plant  string `json:"plant,omitempty"`
}

// String returns the given fields: "2026-11-02, serial 17, plant P1".
func (p Point) String() string {
	var parts []string
	if p.Date != 0 {
		parts = append(parts, p.Date.String())
	}
	if p.Serial != 0 {
		parts = append(parts, fmt.Sprintf("serial %d", p.Serial))
	}
	if p.Plant != "" {
		parts = append(parts, "plant "+p.Plant)
	}
	if parts == nil {
		return "no date, serial or plant"
	}
	return strings.Join(parts, ", ")
}

// Effectivity says when and where something is in force: from one date until
// the day before another, likewise for serial numbers, and in some plants. A
// zero or empty field does not limit; the zero value is always in force.
type Effectivity struct {
	From        Date   `json:"from,omitzero"`
	Until       Date   `json:"until,omitzero"`
	FromSerial  uint64 `json:"from_serial,omitzero"`
	UntilSerial uint64 `json:"until_serial,omitzero"`
	// Plants is sorted and without duplicates, each as [CheckPlant] wants it.
	// Copies of an Effectivity share it, also those in catalogs, rules and
	// structures: do not change it once a builder has it.
	Plants []string `json:"plants,omitempty"`
}

// ParseSerial reads a serial number: a whole number from 1.
func ParseSerial(s string) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		return 0, fmt.Errorf("%s is not a serial number: the greatest is %d", clip(s), uint64(math.MaxUint64))
	}
	if err != nil || n == 0 || s[0] == '+' {
		return 0, fmt.Errorf("%s is not a serial number: write a whole number from 1", clip(s))
	}
	return n, nil
}

// PointError is the error of an effectivity that depends on a field that
// the point does not give.
type PointError struct {
	Effectivity Effectivity `json:"effectivity,omitzero"`
	// Missing names the field that the point does not give: "date", "serial
	// number" or "plant".
	Missing string `json:"missing"`
}

// Error says which field is missing and who must give it.
func (e *PointError) Error() string {
	missing := cmp.Or(e.Missing, "date, serial number or plant")
	return fmt.Sprintf("the effectivity (%s) depends on the %s; the order or the point must give one", e.Effectivity, missing)
}

// Covers reports whether e is in force at p. When e depends on a field that p
// does not give, and no field that is given rules it out already, the error
// is a [*PointError].
func (e Effectivity) Covers(p Point) (bool, error) {
	missing := ""
	if e.From != 0 || e.Until != 0 {
		switch {
		case p.Date == 0:
			missing = "date"
		case p.Date < e.From, e.Until != 0 && p.Date >= e.Until:
			return false, nil
		}
	}
	if e.FromSerial != 0 || e.UntilSerial != 0 {
		switch {
		case p.Serial == 0:
			missing = "serial number"
		case p.Serial < e.FromSerial, e.UntilSerial != 0 && p.Serial >= e.UntilSerial:
			return false, nil
		}
	}
	if len(e.Plants) > 0 {
		switch {
		case p.Plant == "":
			missing = "plant"
		case !slices.Contains(e.Plants, p.Plant):
			return false, nil
		}
	}
	if missing != "" {
		return false, &PointError{e, missing}
	}
	return true, nil
}

// Overlaps reports whether there is a point at which both are in force. It is
// linear in the number of plants, which are looked at last.
func (e Effectivity) Overlaps(f Effectivity) bool {
	if e.Until != 0 && e.Until <= f.From || f.Until != 0 && f.Until <= e.From {
		return false
	}
	if e.UntilSerial != 0 && e.UntilSerial <= f.FromSerial || f.UntilSerial != 0 && f.UntilSerial <= e.FromSerial {
		return false
	}
	if len(e.Plants) == 0 || len(f.Plants) == 0 {
		return true
	}
	shared, _ := shareOne(e.Plants, f.Plants)
	return shared
}

// shareOne reports whether two sorted lists have a word in common, and how many
// words it compared: fewer than the two lists have together.
func shareOne(a, b []string) (shared bool, compared int) {
	for len(a) > 0 && len(b) > 0 {
		compared++
		switch strings.Compare(a[0], b[0]) {
		case 0:
			return true, compared
		case -1:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return false, compared
}

// Always reports whether e is in force always and everywhere.
func (e Effectivity) Always() bool { return e.Equal(Effectivity{}) }

// Equal reports whether e and f have the same limits.
func (e Effectivity) Equal(f Effectivity) bool {
	return e.From == f.From && e.Until == f.Until &&
		e.FromSerial == f.FromSerial && e.UntilSerial == f.UntilSerial && slices.Equal(e.Plants, f.Plants)
}

// Validate returns an error if e is never in force (until is not after from),
// or if its plants are not sorted names as [CheckPlant] wants them, each once.
func (e Effectivity) Validate() error {
	if e.Until != 0 && e.Until <= e.From {
		return fmt.Errorf("never in force: until %s is not after from %s", e.Until, e.From)
	}
	if e.UntilSerial != 0 && e.UntilSerial <= max(e.FromSerial, 1) {
		return fmt.Errorf("never in force: until serial %d is not after from serial %d", e.UntilSerial, max(e.FromSerial, 1))
	}
	for i, p := range e.Plants {
		if err := CheckPlant(p); err != nil {
			return err
		}
		if i > 0 && e.Plants[i-1] == p {
			return fmt.Errorf("plant %s is named twice", p)
		}
		if i > 0 && e.Plants[i-1] > p {
			return errors.New("plants are not sorted")
		}
	}
	return nil
}

// String returns the limits, such as "from 2026-01-01 until 2027-01-01, serial
// from 100, plants P1 P2"; "always" if there are none.
func (e Effectivity) String() string {
	var parts []string
	if s := strings.TrimSpace(limit("from", e.From.String()) + limit("until", e.Until.String())); s != "" {
		parts = append(parts, s)
	}
	if s := limit("from", serial(e.FromSerial)) + limit("until", serial(e.UntilSerial)); s != "" {
		parts = append(parts, "serial"+s)
	}
	if len(e.Plants) > 0 {
		parts = append(parts, "plants "+strings.Join(e.Plants, " "))
	}
	if parts == nil {
		return "always"
	}
	return strings.Join(parts, ", ")
}

func limit(word, value string) string {
	if value == "" {
		return ""
	}
	return " " + word + " " + value
}

func serial(n uint64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// Timeline returns every From and Until date, sorted, each once. The caller
// owns the slice.
func Timeline(es iter.Seq[Effectivity]) []Date {
	if es == nil {
		return nil
	}
	var dates []Date
	for e := range es {
		for _, d := range [...]Date{e.From, e.Until} {
			if d != 0 {
				dates = append(dates, d)
			}
		}
	}
	slices.Sort(dates)
	return slices.Compact(dates)
}

// Segment returns the number of the timeline's segment in which a date or a
// serial number lies: 0 before the first change, i between change i-1
// (inclusive) and change i, and len(timeline) from the last change on. Any
// date lies in exactly one, and within one nothing changes. O(log n).
func Segment[T Date | uint64](timeline []T, x T) int {
	i, found := slices.BinarySearch(timeline, x)
	if found {
		i++
	}
	return i
}
