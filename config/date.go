package config

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a calendar day between 0001-01-01 and 9999-12-31, without time of
// day or time zone. The zero value means that no date is given. Dates compare
// with ==, < and >, and subtract to days.
type Date int32 // days since 0000-12-31, so that 0 is not a date

const secondsPerDay = 24 * 60 * 60

// dayZero is 0000-12-31 in seconds since 1970.
var dayZero = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix() - secondsPerDay

// NewDate returns a day, for constants in code. It panics if the calendar has
// no such day; use [ParseDate] for input.
func NewDate(year int, month time.Month, day int) Date {
	d, ok := newDate(year, month, day)
	if !ok {
		panic(fmt.Sprintf("config: no such day: %d-%d-%d", year, int(month), day))
	}
	return d
}

func newDate(year int, month time.Month, day int) (Date, bool) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if year < 1 || year > 9999 || t.Year() != year || t.Month() != month || t.Day() != day {
		return 0, false
	}
	return Date((t.Unix() - dayZero) / secondsPerDay), true
}

// ParseDate reads a day of the form 2026-11-02 (ISO 8601).
func ParseDate(s string) (Date, error) {
	var n [3]int
	ok := len(s) == 10 && s[4] == '-' && s[7] == '-'
	field := 0
	for i := 0; ok && i < len(s); i++ {
		switch {
		case i == 4 || i == 7:
			field++
		case s[i] >= '0' && s[i] <= '9':
			n[field] = n[field]*10 + int(s[i]-'0')
		default:
			ok = false
		}
	}
	if !ok {
		return 0, fmt.Errorf("%s is not a date: write year-month-day, such as 2026-11-02", clip(s))
	}
	d, ok := newDate(n[0], time.Month(n[1]), n[2])
	if !ok {
		return 0, fmt.Errorf("%s is not a day of the calendar", clip(s))
	}
	return d, nil
}

// time is midnight of the day in UTC.
func (d Date) time() time.Time { return time.Unix(int64(d)*secondsPerDay+dayZero, 0).UTC() }

// Civil returns the year, month and day; 0, 0, 0 for the zero Date.
func (d Date) Civil() (year int, month time.Month, day int) {
	if d == 0 {
		return 0, 0, 0
	}
	return d.time().Date()
}

// IsZero reports whether d is not set.
func (d Date) IsZero() bool { return d == 0 }

// Compare returns -1, 0 or +1 as d is before, on or after e.
func (d Date) Compare(e Date) int { return cmp.Compare(d, e) }

// String returns "2026-11-02"; "" for the zero Date.
func (d Date) String() string {
	text, _ := d.AppendText(nil)
	return string(text)
}

// AppendText appends String to dst, without an allocation of its own. The error is
// nil.
func (d Date) AppendText(dst []byte) ([]byte, error) {
	if d == 0 {
		return dst, nil
	}
	return d.time().AppendFormat(dst, time.DateOnly), nil
}

// MarshalText returns String, for JSON and the like.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText sets d like [ParseDate]; empty text gives the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDate(string(text))
	if err == nil {
		*d = v
	}
	return err
}
