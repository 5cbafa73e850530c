package scoring

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"
)

// A reply that encoding/json would fit into a type by losing part of it is refused.
func TestFits(t *testing.T) {
	type inner struct{ Value float64 }
	type outer struct {
		inner

		Named   inner            `json:"named"`
		List    []*inner         `json:"list,omitempty"`
		Pairs   [][2]float64     `json:"pairs"`
		ByName  map[string]inner `json:"byName"`
		When    time.Time        `json:"when"`
		Skipped float64          `json:"-"`
		Any     any
	}
	for _, test := range []struct {
		value  string
		target reflect.Type
		fits   bool
	}{
		{`[1,2]`, reflect.TypeFor[[]float64](), true},
		{`[1,null]`, reflect.TypeFor[[]float64](), false},
		{`[1,null]`, reflect.TypeFor[[]*float64](), true},
		{`[1,null]`, reflect.TypeFor[[]any](), true},
		{`[[1],null]`, reflect.TypeFor[[][]float64](), true},
		{`[1,null]`, reflect.TypeFor[json.RawMessage](), true},
		{`[1,2]`, reflect.TypeFor[[2]float64](), true},
		{`[1,2]`, reflect.TypeFor[[3]float64](), false},
		{`[1,2]`, reflect.TypeFor[[1]float64](), false},
		{`[1,2]`, reflect.TypeFor[*[1]float64](), false},
		{`{"a":null}`, reflect.TypeFor[map[string]string](), false},
		{`{"a":1}`, reflect.TypeFor[map[string]string](), true}, // encoding/json refuses it
		{`{"Value":1,"named":{"Value":2},"list":[null,{}],"pairs":[[1,2]],"Any":null,"other":null}`, reflect.TypeFor[outer](), true},
		{`{"value":1}`, reflect.TypeFor[outer](), false},
		{`{"Named":{}}`, reflect.TypeFor[outer](), false},
		{`{"named":{"VALUE":2}}`, reflect.TypeFor[outer](), false},
		{`{"named":null}`, reflect.TypeFor[outer](), false},
		{`{"list":[{"Value":null}]}`, reflect.TypeFor[outer](), false},
		{`{"pairs":[[1,2,3]]}`, reflect.TypeFor[outer](), false},
		{`{"byName":{"a":{"value":1}}}`, reflect.TypeFor[outer](), false},
		{`{"byName":null,"list":null,"pairs":null}`, reflect.TypeFor[outer](), true},
		{`{"when":null,"Skipped":null}`, reflect.TypeFor[outer](), true},
	} {
		if err := fits(json.RawMessage(test.value), test.target); (err == nil) != test.fits {
			t.Errorf("%s into %v: got %v", test.value, test.target, err)
		}
	}
}
