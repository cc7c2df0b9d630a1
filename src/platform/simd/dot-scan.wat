;; Exact dot products of rows of signed 8-bit values with a question. To find the largest takes two looks: the upper halves of a row's values bound its
;; product from above, and only where that reaches what is sought are the lower halves read, too.
;; `npm run build:kernel` compiles this file to dot-scan.binary.ts.
;;
;; Rows lie in blocks of 128: the upper halves of all of them, then the lower halves, then their scales, numbers of 32 bits. A half row has 16
;; bytes for 32 values: the halves of the first 16 in the lower bits of each, those of the others in the upper ones. An upper half counts from 0 to 15
;; for -128 to 112, a lower one from 0 to 15. So a product is 16 x (upper halves by question) - 128 x (sum of the question) + (lower halves by question).
;; The question is one of signed 8-bit values, filled up with zeros to a multiple of 32. Its products with halves stay within 16 bits, so
;; that relaxed_dot has one result on each machine.
(module
  (import "host" "memory" (memory 1 65536 shared))

  ;; The products of four half rows of $half bytes at these addresses, side by side: together, so that the question is read once for them.
  ;; Sums of 16 bits take what four steps add up to, 8 x 2 x 127 x 15, and are then added to those of 32.
  (func $products
    (param $first i32) (param $second i32) (param $third i32) (param $fourth i32) (param $half i32) (param $question i32)
    (result v128)
    (local $end i32) (local $stop i32) (local $part v128) (local $question_first v128) (local $question_second v128) (local $mask v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local.set $mask (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f))
    (local.set $end (i32.add (local.get $first) (local.get $half)))
    (loop $next_steps
      (local.set $stop (i32.add (local.get $first) (i32.const 64)))
      (local.set $stop (select (local.get $stop) (local.get $end) (i32.lt_u (local.get $stop) (local.get $end))))
      (local.set $e (v128.const i32x4 0 0 0 0))
      (local.set $f (v128.const i32x4 0 0 0 0))
      (local.set $g (v128.const i32x4 0 0 0 0))
      (local.set $h (v128.const i32x4 0 0 0 0))
      (loop $next_step
        (local.set $question_first (v128.load offset=0 (local.get $question)))
        (local.set $question_second (v128.load offset=16 (local.get $question)))
        (local.set $part (v128.load (local.get $first)))
        (local.set $e (i16x8.add (local.get $e) (i16x8.relaxed_dot_i8x16_i7x16_s (local.get $question_first)
          (v128.and (local.get $part) (local.get $mask)))))
        (local.set $e (i16x8.add (local.get $e) (i16x8.relaxed_dot_i8x16_i7x16_s (local.get $question_second)
          (v128.and (i16x8.shr_u (local.get $part) (i32.const 4)) (local.get $mask)))))
        (local.set $first (i32.add (local.get $first) (i32.const 16)))
        (local.set $part (v128.load (local.get $second)))
        (local.set $f (i16x8.add (local.get $f) (i16x8.relaxed_dot_i8x16_i7x16_s (local.get $question_first)
          (v128.and (local.get $part) (local.get $mask)))))
        (local.set $f (i16x8.add (local.get $f) (i16x8.relaxed_dot_i8x16_i7x16_s (local.get $question_second)
          (v128.and (i16x8.shr_u (local.get $part) (i32.const 4)) (local.get $mask)))))
        (local.set $second (i32.add (local.get $second) (i32.const 16)))
        (local.set $part (v128.load (local.get $third)))
        (local.set $g (i16x8.add (local.get $g) (i16x8.relaxed_dot_i8x16_i7x16_s (local.get $question_first)
          (v128.and (local.get $part) (local.get $mask)))))
        (local.set $g (i16x8.add (local.get $g) (i16x8.relaxed_dot_i8x16_i7x16_s (local.get $question_second)
          (v128.and (i16x8.shr_u (local.get $part) (i32.const 4)) (local.get $mask)))))
        (local.set $third (i32.add (local.get $third) (i32.const 16)))
        (local.set $part (v128.load (local.get $fourth)))
        (local.set $h (i16x8.add (local.get $h) (i16x8.relaxed_dot_i8x16_i7x16_s (local.get $question_first)
          (v128.and (local.get $part) (local.get $mask)))))
        (local.set $h (i16x8.add (local.get $h) (i16x8.relaxed_dot_i8x16_i7x16_s (local.get $question_second)
          (v128.and (i16x8.shr_u (local.get $part) (i32.const 4)) (local.get $mask)))))
        (local.set $fourth (i32.add (local.get $fourth) (i32.const 16)))
        (local.set $question (i32.add (local.get $question) (i32.const 32)))
        (br_if $next_step (i32.lt_u (local.get $first) (local.get $stop))))
      (local.set $a (i32x4.add (local.get $a) (i32x4.extadd_pairwise_i16x8_s (local.get $e))))
      (local.set $b (i32x4.add (local.get $b) (i32x4.extadd_pairwise_i16x8_s (local.get $f))))
      (local.set $c (i32x4.add (local.get $c) (i32x4.extadd_pairwise_i16x8_s (local.get $g))))
      (local.set $d (i32x4.add (local.get $d) (i32x4.extadd_pairwise_i16x8_s (local.get $h))))
      (br_if $next_steps (i32.lt_u (local.get $first) (local.get $end))))
    ;; The lanes of each added up.
    (local.set $a (i32x4.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $b))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $b))))
    (local.set $c (i32x4.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $c) (local.get $d))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $c) (local.get $d))))
    (i32x4.add
      (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $a) (local.get $c))
      (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $a) (local.get $c))))

  ;; Writes pairs of 32 bits from $out on, number and product, of those of four rows that have a bit. Answers where they end; what lies
  ;; up to 8 bytes behind is written, too.
  (func $note (param $out i32) (param $bits i32) (param $numbers v128) (param $products v128) (result i32)
    (v128.store32_lane 0 (local.get $out) (local.get $numbers))
    (v128.store32_lane offset=4 0 (local.get $out) (local.get $products))
    (local.set $out (i32.add (local.get $out) (i32.and (i32.shl (local.get $bits) (i32.const 3)) (i32.const 8))))
    (v128.store32_lane 1 (local.get $out) (local.get $numbers))
    (v128.store32_lane offset=4 1 (local.get $out) (local.get $products))
    (local.set $out (i32.add (local.get $out) (i32.and (i32.shl (local.get $bits) (i32.const 2)) (i32.const 8))))
    (v128.store32_lane 2 (local.get $out) (local.get $numbers))
    (v128.store32_lane offset=4 2 (local.get $out) (local.get $products))
    (local.set $out (i32.add (local.get $out) (i32.and (i32.shl (local.get $bits) (i32.const 1)) (i32.const 8))))
    (v128.store32_lane 3 (local.get $out) (local.get $numbers))
    (v128.store32_lane offset=4 3 (local.get $out) (local.get $products))
    (i32.add (local.get $out) (i32.and (local.get $bits) (i32.const 8))))

  ;; A bit for each of four products that by its scale is at least $least.
  (func $reach (param $products v128) (param $more f32) (param $scales v128) (param $least f32) (result i32)
    (i32x4.bitmask (f32x4.ge
      (f32x4.mul (local.get $scales)
        (f32x4.add (f32x4.convert_i32x4_s (local.get $products)) (f32x4.splat (local.get $more))))
      (f32x4.splat (local.get $least)))))

  ;; Bits of the first of four, where fewer are left.
  (func $only (param $left i32) (result i32)
    (select (i32.const 15) (i32.sub (i32.shl (i32.const 1) (local.get $left)) (i32.const 1))
      (i32.ge_u (local.get $left) (i32.const 4))))

  ;; Many rows lie in no cache: a byte of each line of so many bytes is read at once, so that their waits overlap.
  (func $touch (param $at i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next_line
      (drop (i32.load8_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $next_line (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Finds the rows whose product by their scale is at least $least. $block: address of the block in which $rows rows begin at its first one,
  ;; the row of this $number. $base: what each product has besides those of its halves. $slack: what the lower halves add at most, in
  ;; whatever row. Writes pairs of 32 bits from $out on, number and product, and answers where they end; up to 32 bytes behind are written, too.
  (func (export "sift")
    (param $block i32) (param $half i32) (param $rows i32) (param $question i32) (param $base i32) (param $slack f32)
    (param $least f32) (param $number i32) (param $out i32) (result i32)
    (local $row i32) (local $second i32) (local $third i32) (local $left i32) (local $ahead i32)
    (local $lower i32) (local $scale i32) (local $scales i32) (local $at i32) (local $end i32)
    (local $found v128) (local $numbers v128) (local $places v128)
    (block $done (loop $next_block
      (br_if $done (i32.le_s (local.get $rows) (i32.const 0)))
      (local.set $left (select (local.get $rows) (i32.const 128) (i32.lt_u (local.get $rows) (i32.const 128))))
      (local.set $row (local.get $block))
      (local.set $lower (i32.add (local.get $block) (i32.shl (local.get $half) (i32.const 7))))
      (local.set $scales (i32.add (local.get $lower) (i32.shl (local.get $half) (i32.const 7))))
      (local.set $scale (local.get $scales))
      (local.set $ahead (local.get $row))
      (local.set $numbers (i32x4.add (i32x4.splat (local.get $number)) (v128.const i32x4 0 1 2 3)))
      (local.set $end (local.get $out))
      (loop $next_four
        (if (i32.le_u (local.get $ahead) (local.get $row)) (then
          (call $touch (local.get $row) (i32.const 1024))
          (local.set $ahead (i32.add (local.get $row) (i32.const 1024)))))
        (local.set $second (i32.add (local.get $row) (local.get $half)))
        (local.set $third (i32.add (local.get $second) (local.get $half)))
        (local.set $found (i32x4.add (i32x4.splat (local.get $base)) (i32x4.shl
          (call $products
            (local.get $row) (local.get $second) (local.get $third) (i32.add (local.get $third) (local.get $half))
            (local.get $half) (local.get $question))
          (i32.const 4))))
        (local.set $end (call $note (local.get $end)
          (i32.and
            (call $reach (local.get $found) (local.get $slack) (v128.load (local.get $scale)) (local.get $least))
            (call $only (local.get $left)))
          (local.get $numbers) (local.get $found)))
        (local.set $row (i32.add (local.get $row) (i32.shl (local.get $half) (i32.const 2))))
        (local.set $numbers (i32x4.add (local.get $numbers) (v128.const i32x4 4 4 4 4)))
        (local.set $scale (i32.add (local.get $scale) (i32.const 16)))
        (local.set $left (i32.sub (local.get $left) (i32.const 4)))
        (br_if $next_four (i32.gt_s (local.get $left) (i32.const 0))))

      ;; Those that may reach it, from $out to $end: with their lower halves, too, four at a time; the last ones may be three that are none.
      (local.set $at (local.get $out))
      (if (i32.lt_u (local.get $at) (local.get $end)) (then
        (v128.store offset=0 (local.get $end) (i32x4.splat (local.get $number)))
        (v128.store offset=16 (local.get $end) (i32x4.splat (local.get $number)))
        (local.set $ahead (local.get $at))
        (loop $next_ahead
          (call $touch
            (call $at_place (local.get $lower) (local.get $half)
              (i32.sub (i32.load (local.get $ahead)) (local.get $number)))
            (local.get $half))
          (local.set $ahead (i32.add (local.get $ahead) (i32.const 8)))
          (br_if $next_ahead (i32.lt_u (local.get $ahead) (local.get $end))))
        (loop $next_found
          (local.set $numbers (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
            (v128.load offset=0 (local.get $at)) (v128.load offset=16 (local.get $at))))
          (local.set $found (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
            (v128.load offset=0 (local.get $at)) (v128.load offset=16 (local.get $at))))
          (local.set $places (i32x4.sub (local.get $numbers) (i32x4.splat (local.get $number))))
          (local.set $found (i32x4.add (local.get $found)
            (call $products
              (call $at_place (local.get $lower) (local.get $half) (i32x4.extract_lane 0 (local.get $places)))
              (call $at_place (local.get $lower) (local.get $half) (i32x4.extract_lane 1 (local.get $places)))
              (call $at_place (local.get $lower) (local.get $half) (i32x4.extract_lane 2 (local.get $places)))
              (call $at_place (local.get $lower) (local.get $half) (i32x4.extract_lane 3 (local.get $places)))
              (local.get $half) (local.get $question))))
          (local.set $out (call $note (local.get $out)
            (i32.and
              (call $reach (local.get $found) (f32.const 0)
                (v128.load32_lane 3
                  (call $at_place (local.get $scales) (i32.const 4) (i32x4.extract_lane 3 (local.get $places)))
                  (v128.load32_lane 2
                    (call $at_place (local.get $scales) (i32.const 4) (i32x4.extract_lane 2 (local.get $places)))
                    (v128.load32_lane 1
                      (call $at_place (local.get $scales) (i32.const 4) (i32x4.extract_lane 1 (local.get $places)))
                      (v128.load32_zero
                        (call $at_place (local.get $scales) (i32.const 4) (i32x4.extract_lane 0 (local.get $places)))))))
                (local.get $least))
              (call $only (i32.shr_u (i32.sub (local.get $end) (local.get $at)) (i32.const 3))))
            (local.get $numbers) (local.get $found)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $next_found (i32.lt_u (local.get $at) (local.get $end))))))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 128)))
      (local.set $number (i32.add (local.get $number) (i32.const 128)))
      (local.set $block (i32.add (local.get $scales) (i32.const 512)))
      (br $next_block)))
    (local.get $out))

  ;; Where one of so many bytes is at its place behind an address.
  (func $at_place (param $address i32) (param $bytes i32) (param $place i32) (result i32)
    (i32.add (local.get $address) (i32.mul (local.get $bytes) (local.get $place))))

  ;; Where the upper half of a row is, numbered from the first one of a block on.
  (func $upper (param $block i32) (param $half i32) (param $number i32) (result i32)
    (call $at_place
      (call $at_place (local.get $block)
        (i32.add (i32.shl (local.get $half) (i32.const 8)) (i32.const 512))
        (i32.shr_u (local.get $number) (i32.const 7)))
      (local.get $half)
      (i32.and (local.get $number) (i32.const 127))))

  ;; Products of some rows, each in place of the row's number: $list is the address of $count numbers of 32 bits, counted from the first
  ;; row of the block at $block on; up to 16 bytes behind them are written, too. The others: as above.
  (func (export "pick")
    (param $block i32) (param $half i32) (param $count i32) (param $question i32) (param $base i32) (param $list i32)
    (local $stop i32) (local $ahead i32) (local $aheadEnd i32) (local $plane i32)
    (local $first i32) (local $second i32) (local $third i32) (local $fourth i32)
    (local.set $stop (i32.add (local.get $list) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $plane (i32.shl (local.get $half) (i32.const 7)))
    ;; The last four may be three that are none.
    (v128.store (local.get $stop) (v128.const i32x4 0 0 0 0))
    (block $done (loop $next_four
      (br_if $done (i32.ge_u (local.get $list) (local.get $stop)))
      ;; The next sixteen.
      (if (i32.ge_u (local.get $list) (local.get $ahead)) (then
        (local.set $ahead (local.get $list))
        (local.set $aheadEnd (i32.add (local.get $list) (i32.const 64)))
        (if (i32.gt_u (local.get $aheadEnd) (local.get $stop)) (then (local.set $aheadEnd (local.get $stop))))
        (loop $next_ahead
          (local.set $first (call $upper (local.get $block) (local.get $half) (i32.load (local.get $ahead))))
          (call $touch (local.get $first) (local.get $half))
          (call $touch (i32.add (local.get $first) (local.get $plane)) (local.get $half))
          (local.set $ahead (i32.add (local.get $ahead) (i32.const 4)))
          (br_if $next_ahead (i32.lt_u (local.get $ahead) (local.get $aheadEnd))))))
      (local.set $first (call $upper (local.get $block) (local.get $half) (i32.load offset=0 (local.get $list))))
      (local.set $second (call $upper (local.get $block) (local.get $half) (i32.load offset=4 (local.get $list))))
      (local.set $third (call $upper (local.get $block) (local.get $half) (i32.load offset=8 (local.get $list))))
      (local.set $fourth (call $upper (local.get $block) (local.get $half) (i32.load offset=12 (local.get $list))))
      (v128.store (local.get $list) (i32x4.add
        (i32x4.add (i32x4.splat (local.get $base)) (i32x4.shl
          (call $products
            (local.get $first) (local.get $second) (local.get $third) (local.get $fourth)
            (local.get $half) (local.get $question))
          (i32.const 4)))
        (call $products
          (i32.add (local.get $first) (local.get $plane)) (i32.add (local.get $second) (local.get $plane))
          (i32.add (local.get $third) (local.get $plane)) (i32.add (local.get $fourth) (local.get $plane))
          (local.get $half) (local.get $question))))
      (local.set $list (i32.add (local.get $list) (i32.const 16)))
      (br $next_four)))))
