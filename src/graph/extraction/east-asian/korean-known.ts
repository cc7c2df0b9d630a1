import { wordSet } from '../../../platform/word-lists.ts';

/** Names that everybody knows and that nothing in a text shows to be names. Written by hand from general knowledge. */

export const koreanPlaces = wordSet(`
  서울 부산 대구 인천 광주 대전 울산 세종시 수원 성남 분당 판교 고양시 일산 용인 부천 안산 안양 평택 의정부 김포 파주 춘천 강릉 속초 원주 청주 천안 전주 군산
  여수 순천 목포 포항 경주 안동 창원 진주 통영 거제 김해 제주 제주도 서귀포 경기도 강원도 충청도 전라도 경상도 강남 홍대 명동 이태원 잠실 여의도 종로 신촌
  성수동 해운대 광안리 한강 한라산 설악산 지리산 북한산 남산 독도 울릉도 도쿄 오사카 교토 후쿠오카 삿포로 베이징 상하이 홍콩 타이베이 방콕 하노이 다낭 싱가포르
  런던 베를린 로마 바르셀로나 뉴욕 로스앤젤레스 샌프란시스코 시애틀 밴쿠버 시드니 유럽 아시아 아프리카`);
export const koreanFirms = wordSet(`
  삼성 삼성전자 현대자동차 현대차 네이버 카카오 쿠팡 배달의민족 토스 당근마켓 롯데 이마트 홈플러스 다이소 올리브영 스타벅스 이디야 투썸플레이스 맥도날드
  롯데리아 파리바게뜨 대한항공 아시아나항공 포스코 한화 두산 하이닉스 국민은행 신한은행 우리은행 하나은행 농협 서울대 연세대 고려대 카이스트 구글 애플 아마존 테슬라`);
export const koreanThings = wordSet(`
  카카오톡 카톡 유튜브 인스타그램 넷플릭스 트위터 틱톡 쏘나타 아반떼 그랜저 카니발 갤럭시 아이폰 아이패드 타이레놀 기생충 오징어게임 리그오브레전드 배틀그라운드`);
