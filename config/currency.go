package config

import (
	"iter"
	"slices"
	"strings"
)

// currencyDecimals are the decimals of the currencies that do not have two;
// anyDecimals stands for metals, units of account and the like, whose minor unit
// ISO 4217 leaves open.
var currencyDecimals = map[string]int8{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
	"RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"CLF": 4, "UYW": 4,
	"XAG": anyDecimals, "XAU": anyDecimals, "XBA": anyDecimals, "XBB": anyDecimals, "XBC": anyDecimals,
	"XBD": anyDecimals, "XDR": anyDecimals, "XPD": anyDecimals, "XPT": anyDecimals, "XSU": anyDecimals,
	"XTS": anyDecimals, "XUA": anyDecimals, "XXX": anyDecimals,
}

// currencyCodes are the codes of currencies and funds that ISO 4217 lists as
// active in 2025, in order. BGN, which the euro has replaced since, stays readable.
var currencyCodes = strings.Fields(`
AED AFN ALL AMD AOA ARS AUD AWG AZN
BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK
DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP
GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
IDR ILS INR IQD IRR ISK JMD JOD JPY
KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD
MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN
NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS
VED VES VND VUV WST
XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX
YER ZAR ZMW ZWG`)

// anyDecimals is the number of decimals of a unit that does not limit them.
const anyDecimals = -1

// moneyDimension begins the dimension of a currency. Each is a dimension of its
// own: there is no exact exchange rate.
const moneyDimension = "money in "

// newMoney returns the currency of a code, of ISO 4217 or not.
func newMoney(code string) Unit {
	decimals := int8(anyDecimals)
	if _, listed := slices.BinarySearch(currencyCodes, code); listed {
		decimals = 2
		if d, ok := currencyDecimals[code]; ok {
			decimals = d
		}
	}
	return newUnit(definition{code, moneyDimension + code, 1, 1, decimals})
}

// currencies returns the currencies of ISO 4217 by code.
func currencies() iter.Seq[string] { return slices.Values(currencyCodes) }
