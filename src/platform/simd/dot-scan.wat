;; Exact dot products of rows of signed 8-bit values with a question. The largest are found in two steps: the upper halves of a row's values give an upper
;; bound of its product, and the lower halves are read only if that bound is high enough.
;; `npm run build:kernel` compiles this file to dot-scan.binary.ts.
;;
;; Rows are stored in blocks of 128: the upper halves of all rows, then the lower halves, then their scales as 32-bit floats. A half row has 16 bytes
;; for 32 values: the halves of the first 16 are in the lower bits of each byte, those of the others in the upper bits. An upper half from 0 to 15
;; stands for -128 to 112, a lower one for 0 to 15. So a product is 16 x (upper halves x question) - 128 x (sum of the question) + (lower halves x question).
;; The question has signed 8-bit values, padded with zeros to a multiple of 32. Its products with halves fit into 16 bits, so that
;; relaxed_dot has the same result on every machine.
(module
  (import "host" "memory" (memory 1 65536 shared))

  ;; Returns the products of four half rows of $half bytes at these addresses, one per lane, so that the question is read once for all of them.
  ;; A 16-bit sum has room for four steps (8 x 2 x 127 x 15); it is then added to a 32-bit sum.
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
    ;; Adds up the lanes of each sum.
    (local.set $a (i32x4.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $b))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $b))))
    (local.set $c (i32x4.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $c) (local.get $d))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $c) (local.get $d))))
    (i32x4.add
      (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $a) (local.get $c))
      (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $a) (local.get $c))))

  ;; Writes a pair of 32-bit values, number and product, for each of four rows whose bit is set, from $out on. Returns the end of the
  ;; pairs; up to 8 bytes after it are overwritten.
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

  ;; Returns a bit for each of four products: whether the product plus $more, times its scale, is at least $least.
  (func $reach (param $products v128) (param $more f32) (param $scales v128) (param $least f32) (result i32)
    (i32x4.bitmask (f32x4.ge
      (f32x4.mul (local.get $scales)
        (f32x4.add (f32x4.convert_i32x4_s (local.get $products)) (f32x4.splat (local.get $more))))
      (f32x4.splat (local.get $least)))))

  ;; Returns the bits of the rows that exist if fewer than four are left.
  (func $only (param $left i32) (result i32)
    (select (i32.const 15) (i32.sub (i32.shl (i32.const 1) (local.get $left)) (i32.const 1))
      (i32.ge_u (local.get $left) (i32.const 4))))

  ;; Most rows are not cached: reads a byte of each cache line of $bytes at once, so that the waits overlap.
  (func $touch (param $at i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next_line
      (drop (i32.load8_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $next_line (i32.lt_u (local.get $at) (local.get $end)))))

  ;; Finds the rows whose product times their scale is at least $least. $block: address of the block in which the $rows rows begin.
  ;; $number: number of the first row. $base: constant part of each product. $slack: the most that the lower halves of any row
  ;; add. Writes pairs of 32-bit values, number and product, from $out on, and returns their end; up to 32 bytes after it are overwritten.
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

      ;; Adds the lower halves of the rows between $out and $end, which may be high enough, four at a time; up to three of the last four may be padding.
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

  ;; Returns the address of an element of $bytes bytes by its place in a list.
  (func $at_place (param $address i32) (param $bytes i32) (param $place i32) (result i32)
    (i32.add (local.get $address) (i32.mul (local.get $bytes) (local.get $place))))

  ;; Returns the address of the upper half of a row. Rows are numbered from the first one of the block.
  (func $upper (param $block i32) (param $half i32) (param $number i32) (result i32)
    (call $at_place
      (call $at_place (local.get $block)
        (i32.add (i32.shl (local.get $half) (i32.const 8)) (i32.const 512))
        (i32.shr_u (local.get $number) (i32.const 7)))
      (local.get $half)
      (i32.and (local.get $number) (i32.const 127))))

  ;; Replaces the numbers of some rows by their products. $list: address of $count 32-bit numbers, counted from the first
  ;; row of the block at $block; up to 16 bytes after them are overwritten. The other parameters are as above.
  (func (export "pick")
    (param $block i32) (param $half i32) (param $count i32) (param $question i32) (param $base i32) (param $list i32)
    (local $stop i32) (local $ahead i32) (local $aheadEnd i32) (local $plane i32)
    (local $first i32) (local $second i32) (local $third i32) (local $fourth i32)
    (local.set $stop (i32.add (local.get $list) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $plane (i32.shl (local.get $half) (i32.const 7)))
    ;; Up to three of the last four may be padding.
    (v128.store (local.get $stop) (v128.const i32x4 0 0 0 0))
    (block $done (loop $next_four
      (br_if $done (i32.ge_u (local.get $list) (local.get $stop)))
      ;; Reads ahead: the next sixteen rows.
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
